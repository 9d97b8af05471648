import { createHash } from 'node:crypto';
import type { Records, RecordsTransaction } from '#records/database.ts';
import { recordExport } from '#records/exports.ts';
import type { ExportReceipt } from '#records/exports.ts';
import { addExportRecipients, addListMembers, countMembers } from '#records/marketing/list-members.ts';
import type { ListStores, ReasonCounts } from './evaluate-list.ts';
import { ExportError } from './export-error.ts';
import { areStillReachable, makeListFile } from './make-list-file.ts';
import type { AskedFile, MadeFile } from './make-list-file.ts';
import { lastChange } from './remembering-gate.ts';

export interface ListExport extends AskedFile {
	readonly userId: string;
	readonly snapshotId: string;
	/** Lets the file go, within the transaction that enters it into the register; when it fails nothing has left. */
	readonly release?: (bytes: Buffer) => Promise<void>;
	/** Called when the file is made, and when it was looked at for the last time: tests take a consent back there. */
	readonly onMade?: () => Promise<void>;
	readonly onLooked?: () => Promise<void>;
}

/** A file that has left. */
export interface ExportedList {
	readonly bytes: Buffer;
	readonly receipt: ExportReceipt;
	readonly excluded: ReasonCounts;
}

const MOST_ATTEMPTS = 3;
/** So many are looked at within the transaction, in a tenth of a second; while more are, nobody else could write. */
const FEW = 5000;

/** Whether everybody in a file may still be. */
async function isStillRight(records: Records, { written }: MadeFile, { reach }: ListExport): Promise<boolean> {
	return written.every(await areStillReachable(records, written, reach));
}

/** Whether nobody was drawn for the list since its file was made; arms are no records, and leave no change. */
async function isStillDrawn(records: Records, { evaluation }: MadeFile, { list }: ListExport): Promise<boolean> {
	const { treatment, holdout } = await countMembers(records, list.list_id);
	return treatment + holdout === evaluation.members.length;
}

/**
 * Looks at everybody in a file once more and lets it go, in a transaction in which nobody else can write: what was true
 * when it was looked at is true when it leaves. Where somebody has written something after the look, those of a small
 * file are looked at again there; a large one comes back (null), to be made again.
 */
async function lookAndLetGo(records: Records, made: MadeFile, asked: ListExport): Promise<ExportReceipt | null> {
	const looked = await lastChange(records);
	if (!(await isStillRight(records, made, asked))) return null;
	await asked.onLooked?.();
	return records.transaction().execute(async (transaction) => {
		if ((await lastChange(transaction)) !== looked) {
			if (made.written.length > FEW || !(await isStillRight(transaction, made, asked))) return null;
		}
		return (await isStillDrawn(transaction, made, asked)) ? letGo(transaction, made, asked) : null;
	});
}

async function letGo(transaction: RecordsTransaction, made: MadeFile, asked: ListExport): Promise<ExportReceipt> {
	const { list, reach, userId, snapshotId, format } = asked;
	const { bytes, written, evaluation, columns } = made;
	const receipt = await recordExport(transaction, userId, {
		subject: 'list',
		filter: JSON.stringify({ ...list.definition, ...reach }),
		format,
		rows: written.length,
		bytes: bytes.length,
		sha256: createHash('sha256').update(bytes).digest('hex'),
		snapshot_id: snapshotId,
		list_id: list.list_id,
		...reach,
		excluded: JSON.stringify(evaluation.reasons),
		columns: JSON.stringify(columns.map(({ name }) => name)),
	});
	const drawn = evaluation.arms.drawn.map((member) => ({ ...member, assigned_at: receipt.exported_at }));
	await addListMembers(transaction, list.list_id, drawn);
	await addExportRecipients(
		transaction,
		receipt.export_id,
		written.map(({ customer_id, contact }) => ({ customer_id, contact_id: contact.contact_id })),
	);
	await asked.release?.(bytes);
	return receipt;
}

/**
 * Exports a list for a channel and a purpose. Consent is asked three times of the records as they are: when the list is
 * put together, batch by batch while rows are written, and once more before the transaction that enters the file into the
 * register and lets it go; whatever was written since that look is looked at in there, where nobody else can write. Whoever
 * takes a consent back before that moment is not in the file: it is made again. Whoever was never drawn is drawn now, and stays in their arm for ever.
 * @throws ExportError when it had to be made again three times, or does not fit its format; nothing has left then
 */
export async function exportList(stores: ListStores, asked: ListExport): Promise<ExportedList> {
	for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
		const made = await makeListFile(stores, asked);
		if (made === null) continue;
		await asked.onMade?.();
		const receipt = await lookAndLetGo(stores.records, made, asked);
		if (receipt !== null) return { bytes: made.bytes, receipt, excluded: made.evaluation.reasons };
	}
	throw new ExportError('consents or addresses of the list kept changing while its file was made; nothing has left', {
		problem: 'changing',
		hint: 'wait until the import or edit that is under way has ended, and export again',
	});
}
