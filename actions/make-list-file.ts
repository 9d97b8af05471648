import type { Records } from '#records/database.ts';
import type { DefinedList } from '#records/marketing/list-read.ts';
import type { Reach } from '#records/marketing/member-consents.ts';
import type { ListFormat } from '#records/schema/lists.ts';
import { figuresOfCustomers } from '#warehouse/reads/list-customers.ts';
import { consentGate } from './consent-gate.ts';
import { evaluateList } from './evaluate-list.ts';
import type { Evaluation, ListStores } from './evaluate-list.ts';
import { ExportError } from './export-error.ts';
import type { Recipient } from './list-audience.ts';
import { columnsOf } from './list-columns.ts';
import type { Cell, FileColumn } from './list-columns.ts';
import { encodeFile, MOST_SHEET_ROWS } from './list-file.ts';

/** A file that is asked for. */
export interface AskedFile {
	readonly list: DefinedList;
	/** What the file is declared for, whatever the list was made for: consent is asked for this. */
	readonly reach: Reach;
	readonly format: ListFormat;
	/** Whether a CSV file is for a spreadsheet, see `encodeFile`. */
	readonly isMarked?: boolean;
}

/** A file that is made and has not left. */
export interface MadeFile {
	readonly evaluation: Evaluation;
	readonly written: readonly Recipient[];
	readonly bytes: Buffer;
	readonly columns: readonly FileColumn[];
}

/** Whether somebody who is in a file may still be, at the address that it names. */
export async function areStillReachable(
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

const ROWS_PER_BATCH = 1000;

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
	const ids = treatment.map(({ customer_id }) => customer_id);
	const figures = await figuresOfCustomers(db, ids, evaluation.isScored);
	const rows: Cell[][] = [];
	for (let begin = 0; begin < treatment.length; begin += ROWS_PER_BATCH) {
		const batch = treatment.slice(begin, begin + ROWS_PER_BATCH);
		const isReachable = await areStillReachable(records, batch, reach);
		if (!batch.every(isReachable)) return null;
		for (const recipient of batch) {
			rows.push(columns.map(({ value }) => value(recipient, figures.get(recipient.customer_id))));
		}
	}
	return rows;
}

/**
 * Makes the file of a list; null where somebody in it took their consent back while its rows were written.
 * @throws ExportError when it does not fit its format
 */
export async function makeListFile({ records, db }: ListStores, asked: AskedFile): Promise<MadeFile | null> {
	const { list, reach, format } = asked;
	const definition = { ...list.definition, ...reach };
	const evaluation = await evaluateList({ records, db }, { listId: list.list_id, definition });
	const { treatment } = evaluation.arms;
	if (format === 'xlsx' && treatment.length >= MOST_SHEET_ROWS) {
		throw new ExportError(`a sheet holds ${MOST_SHEET_ROWS - 1} rows, and this list has ${treatment.length}`, {
			problem: 'too_many_rows',
			hint: 'export it as CSV',
		});
	}
	const columns = columnsOf(reach.channel, definition.columns);
	const rows = await writeRows({ records, db }, evaluation, columns, reach);
	if (rows === null) return null;
	const bytes = await encodeFile({ columns, rows }, format, asked.isMarked ?? false);
	return { evaluation, written: treatment, bytes, columns };
}
