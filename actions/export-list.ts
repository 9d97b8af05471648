import { createHash } from 'node:crypto';
import type { Records, RecordsTransaction } from '#records/database.ts';
import { recordExport } from '#records/exports.ts';
import type { ExportReceipt } from '#records/exports.ts';
import { addExportRecipients, addListMembers, countMembers } from '#records/marketing/list-members.ts';
import type { DefinedList } from '#records/marketing/list-read.ts';
import type { Reach } from '#records/marketing/member-consents.ts';
import type { ListFormat } from '#records/schema/lists.ts';
import { figuresOfCustomers } from '#warehouse/reads/list-customers.ts';
import { consentGate } from './consent-gate.ts';
import { evaluateList } from './evaluate-list.ts';
import type { Evaluation, ListStores, ReasonCounts } from './evaluate-list.ts';
import { ExportError } from './export-error.ts';
import type { Recipient } from './list-audience.ts';
import { columnsOf } from './list-columns.ts';
import type { Cell, FileColumn } from './list-columns.ts';
import { encodeFile, MOST_SHEET_ROWS } from './list-file.ts';

export interface ListExport {
	readonly list: DefinedList;
	/** What the file is declared for, whatever the list was made for: consent is asked for this. */
	readonly reach: Reach;
	readonly format: ListFormat;
	readonly userId: string;
	readonly snapshotId: string;
	/** Whether a CSV file is for a spreadsheet, see `encodeFile`. */
	readonly isMarked?: boolean;
	/** Lets the file go, within the transaction that enters it into the register; when it fails nothing has left. */
	readonly release?: (bytes: Buffer) => Promise<void>;
	/** Called when the file is made and before it is looked at for the last time: tests take a consent back there. */
	readonly onMade?: () => Promise<void>;
}

/** A file that has left. */
export interface ExportedList {
	readonly bytes: Buffer;
	readonly receipt: ExportReceipt;
	readonly excluded: ReasonCounts;
}

const ROWS_PER_BATCH = 1000;
const MOST_ATTEMPTS = 3;

/** Whether somebody who is in a file may still be, at the address that it names. */
async function areStillReachable(
	records: Records,
	recipients: readonly Recipient[],
	reach: Reach,
): Promise<(recipient: Recipient) => boolean> {
	const ids = recipients.map(({ contact }) => contact.contact_id);
	const verdicts = await consentGate(records, ids, reach);
	return ({ contact }) => {
		const verdict = verdicts.get(contact.contact_id);
		return verdict !== undefined && 'contact' in verdict && verdict.contact.address_key === contact.address_key;
	};
}

interface Made {
	readonly evaluation: Evaluation;
	readonly written: readonly Recipient[];
	readonly bytes: Buffer;
	readonly columns: readonly FileColumn[];
}

/**
 * The rows of the file, batch by batch: the gate is asked anew for each, and whoever has gone since the list was put
 * together tells the caller to put it together again (null).
 */
async function writeRows(
	{ records, db }: ListStores,
	evaluation: Evaluation,
	columns: readonly FileColumn[],
	reach: Reach,
): Promise<Cell[][] | null> {
	const { treatment } = evaluation.arms;
	const rows: Cell[][] = [];
	for (let begin = 0; begin < treatment.length; begin += ROWS_PER_BATCH) {
		const batch = treatment.slice(begin, begin + ROWS_PER_BATCH);
		const ids = batch.map(({ customer_id }) => customer_id);
		const figures = await figuresOfCustomers(db, ids, evaluation.isScored);
		const isReachable = await areStillReachable(records, batch, reach);
		if (!batch.every(isReachable)) return null;
		for (const recipient of batch) {
			rows.push(columns.map(({ value }) => value(recipient, figures.get(recipient.customer_id))));
		}
	}
	return rows;
}

async function makeFile(stores: ListStores, asked: ListExport): Promise<Made | null> {
	const { list, reach, format } = asked;
	const definition = { ...list.definition, ...reach };
	const evaluation = await evaluateList(stores, { listId: list.list_id, definition });
	const { treatment } = evaluation.arms;
	if (format === 'xlsx' && treatment.length >= MOST_SHEET_ROWS) {
		throw new ExportError(`a sheet holds ${MOST_SHEET_ROWS - 1} rows, and this list has ${treatment.length}`, {
			problem: 'too_many_rows',
			hint: 'export it as CSV',
		});
	}
	const columns = columnsOf(reach.channel, definition.columns);
	const rows = await writeRows(stores, evaluation, columns, reach);
	if (rows === null) return null;
	const bytes = await encodeFile({ columns, rows }, format, asked.isMarked ?? false);
	return { evaluation, written: treatment, bytes, columns };
}

/** Whether a file still says what may leave; asked in the transaction that lets it go, so that it stays true. */
async function isStillRight(
	transaction: RecordsTransaction,
	made: Made,
	{ list, reach }: ListExport,
): Promise<boolean> {
	const members = await countMembers(transaction, list.list_id);
	if (members.treatment + members.holdout !== made.evaluation.members.length) return false;
	return made.written.every(await areStillReachable(transaction, made.written, reach));
}

async function letGo(transaction: RecordsTransaction, made: Made, asked: ListExport): Promise<ExportReceipt> {
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
 * put together, batch by batch while rows are written, and once more in the transaction that enters the file into the
 * register and lets it go, where nobody else can write. Whoever takes a consent back before that moment is not in the
 * file: it is made again. Whoever was never drawn is drawn now, and stays in their arm for ever.
 * @throws ExportError when it had to be made again three times, or does not fit its format; nothing has left then
 */
export async function exportList(stores: ListStores, asked: ListExport): Promise<ExportedList> {
	for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
		const made = await makeFile(stores, asked);
		if (made === null) continue;
		await asked.onMade?.();
		const receipt = await stores.records
			.transaction()
			.execute(async (transaction) =>
				(await isStillRight(transaction, made, asked)) ? letGo(transaction, made, asked) : null,
			);
		if (receipt !== null) return { bytes: made.bytes, receipt, excluded: made.evaluation.reasons };
	}
	throw new ExportError('consents or addresses of the list kept changing while its file was made; nothing has left', {
		problem: 'changing',
		hint: 'wait until the import or edit that is under way has ended, and export again',
	});
}
