import { CompiledQuery } from 'kysely';
import type { Records, RecordsTransaction } from '../database.ts';
import type { ChangeAction } from '../schema/changes.ts';
import { newId } from '../values/id.ts';
import { instantOfAct } from './act.ts';
import type { Author } from './act.ts';
import { RecordNotFoundError, staleError } from './stale.ts';
import { KEPT_APART, KEY_COLUMNS } from './tracked-tables.ts';
import type { NewRecord, RecordPatch, RecordRow, TrackedTable } from './tracked-tables.ts';

/** A record as somebody saw it: what they change is refused when it has another version by now. */
export interface SeenRecord {
	readonly id: string;
	/** `current` for what a program changes in the transaction in which it looked. */
	readonly version: number | 'current';
}

interface Written {
	readonly table: TrackedTable;
	readonly id: string;
	readonly action: ChangeAction;
	readonly version: number;
	readonly before: Readonly<Record<string, unknown>> | null;
	readonly after: Readonly<Record<string, unknown>> | null;
}

type Columns = Readonly<Record<string, unknown>>;

function valueOf(row: object, column: string): unknown {
	return (row as Columns)[column] ?? null;
}

function writtenRow<Row>(rows: readonly Row[]): Row {
	const [row] = rows;
	if (row === undefined) throw new Error('a write gave no row back');
	return row;
}

const NOTE_CHANGE = `insert into changes
	(changed_at, user_id, batch_id, table_name, record_id, action, version, before, after)
	values (?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** A column as SQL names it, whatever it is called. */
function named(column: string): string {
	return `"${column.replaceAll('"', '""')}"`;
}

/** Runs a statement that is written here: every record is written through it, and building each anew takes half the time. */
async function run<Row>(records: Records, text: string, parameters: readonly unknown[]): Promise<Row[]> {
	return (await records.executeQuery<Row>(CompiledQuery.raw(text, [...parameters]))).rows;
}

async function noteChange(transaction: RecordsTransaction, author: Author, written: Written): Promise<void> {
	await run(transaction, NOTE_CHANGE, [
		instantOfAct(author),
		author.userId,
		author.batchId,
		written.table,
		written.id,
		written.action,
		written.version,
		written.before === null ? null : JSON.stringify(written.before),
		written.after === null ? null : JSON.stringify(written.after),
	]);
}

/** The record of an id, deleted or not, or null. */
export async function rowOf<Table extends TrackedTable>(
	records: Records,
	table: Table,
	id: string,
): Promise<RecordRow<Table> | null> {
	const text = `select * from ${named(table)} where ${named(KEY_COLUMNS[table])} = ?`;
	const [row] = await run<RecordRow<Table>>(records, text, [id]);
	return row ?? null;
}

/**
 * Makes a record, of version 1, and notes it.
 * @param options.id its id where it is known already; a new one otherwise
 * @param options.createdAt when it came to be, where that was before it was entered here
 */
export async function createRecord<Table extends TrackedTable>(
	transaction: RecordsTransaction,
	author: Author,
	table: Table,
	values: NewRecord<Table>,
	options: { readonly id?: string; readonly createdAt?: string | undefined } = {},
): Promise<RecordRow<Table>> {
	const at = instantOfAct(author);
	const key = KEY_COLUMNS[table];
	const id = options.id ?? newId();
	const given = Object.entries(values).filter(([, value]) => value !== undefined);
	const columns: [string, unknown][] = [[key, id], ...given];
	const stored: [string, unknown][] = [
		...columns,
		['version', 1],
		['created_at', options.createdAt ?? at],
		['updated_at', at],
	];
	const text = `insert into ${named(table)} (${stored.map(([column]) => named(column)).join(', ')})
		values (${stored.map(() => '?').join(', ')}) returning *`;
	const parameters = stored.map(([, value]) => value);
	const row = writtenRow(await run<RecordRow<Table>>(transaction, text, parameters));
	const after = Object.fromEntries(Object.entries(row).filter(([column]) => !KEPT_APART.has(column)));
	await noteChange(transaction, author, { table, id, action: 'create', version: 1, before: null, after });
	return row;
}

/** The record as it is, when it is there and has the version that was seen. */
async function requireSeen<Table extends TrackedTable>(
	transaction: RecordsTransaction,
	table: Table,
	seen: SeenRecord,
): Promise<RecordRow<Table>> {
	const row = await rowOf(transaction, table, seen.id);
	if (row === null) throw new RecordNotFoundError(table, seen.id);
	if (seen.version !== 'current' && row.version !== seen.version) {
		throw await staleError(transaction, { table, id: seen.id }, seen.version, row as unknown as Columns);
	}
	if (row.deleted_at !== null) throw new RecordNotFoundError(table, seen.id);
	return row;
}

async function writeColumns<Table extends TrackedTable>(
	transaction: RecordsTransaction,
	author: Author,
	table: Table,
	id: string,
	changed: readonly (readonly [column: string, value: unknown])[],
): Promise<RecordRow<Table>> {
	const sets = changed.map(([column]) => `${named(column)} = ?`);
	const text = `update ${named(table)} set ${[...sets, 'version = version + 1', 'updated_at = ?'].join(', ')}
		where ${named(KEY_COLUMNS[table])} = ? returning *`;
	const parameters = [...changed.map(([, value]) => value), instantOfAct(author), id];
	return writtenRow(await run<RecordRow<Table>>(transaction, text, parameters));
}

/**
 * Changes a record and notes the columns that changed; nothing is written when none does.
 * @param options.touch notes a change without columns too: parts of the record (points of a contact, lines of a deal)
 * changed, and with them the record
 * @returns the record as it is afterwards
 * @throws StaleRecordError when it has another version than was seen
 * @throws RecordNotFoundError when it is not there, or deleted
 */
export async function updateRecord<Table extends TrackedTable>(
	transaction: RecordsTransaction,
	author: Author,
	table: Table,
	seen: SeenRecord,
	patch: RecordPatch<Table>,
	options: { readonly touch?: boolean } = {},
): Promise<RecordRow<Table>> {
	const row = await requireSeen(transaction, table, seen);
	const changed = Object.entries(patch).filter(
		([column, value]) => value !== undefined && !Object.is(valueOf(row, column), value),
	);
	if (changed.length === 0 && options.touch !== true) return row;
	const after = await writeColumns(transaction, author, table, seen.id, changed);
	await noteChange(transaction, author, {
		table,
		id: seen.id,
		action: 'update',
		version: after.version,
		before: Object.fromEntries(changed.map(([column]) => [column, valueOf(row, column)])),
		after: Object.fromEntries(changed),
	});
	return after;
}

/**
 * Deletes a record: its row stays, marked, for undo and history.
 * @throws StaleRecordError when it has another version than was seen
 * @throws RecordNotFoundError when it is not there, or deleted already
 */
export async function deleteRecord<Table extends TrackedTable>(
	transaction: RecordsTransaction,
	author: Author,
	table: Table,
	seen: SeenRecord,
): Promise<RecordRow<Table>> {
	await requireSeen(transaction, table, seen);
	const after = await writeColumns(transaction, author, table, seen.id, [['deleted_at', instantOfAct(author)]]);
	await noteChange(transaction, author, {
		table,
		id: seen.id,
		action: 'delete',
		version: after.version,
		before: { deleted_at: null },
		after: null,
	});
	return after;
}

/**
 * Brings a deleted record back as it was.
 * @throws RecordNotFoundError when there is none of that id that is deleted
 */
export async function restoreRecord<Table extends TrackedTable>(
	transaction: RecordsTransaction,
	author: Author,
	table: Table,
	id: string,
): Promise<RecordRow<Table>> {
	const row = await rowOf(transaction, table, id);
	const deletedAt = row?.deleted_at ?? null;
	if (deletedAt === null) throw new RecordNotFoundError(table, id);
	const after = await writeColumns(transaction, author, table, id, [['deleted_at', null]]);
	await noteChange(transaction, author, {
		table,
		id,
		action: 'restore',
		version: after.version,
		before: { deleted_at: deletedAt },
		after: { deleted_at: null },
	});
	return after;
}
