import { sql } from 'kysely';
import type { RecordRow } from '../changes/tracked-tables.ts';
import type { Records } from '../database.ts';
import { parseDefinition } from './list-definition.ts';
import type { ListDefinition } from './list-definition.ts';

/** A list with its definition read. */
export type DefinedList = Omit<RecordRow<'lists'>, 'definition'> & { readonly definition: ListDefinition };

function defined(row: RecordRow<'lists'>): DefinedList {
	return { ...row, definition: parseDefinition(row.definition) };
}

/** Every list by name. */
export async function allLists(records: Records): Promise<DefinedList[]> {
	const { rows } = await sql<RecordRow<'lists'>>`
		select * from lists where deleted_at is null order by name collate nocase, list_id`.execute(records);
	return rows.map(defined);
}

/** The list of an id; null when there is none, or it is deleted. */
export async function listById(records: Records, id: string): Promise<DefinedList | null> {
	const { rows } = await sql<RecordRow<'lists'>>`
		select * from lists where list_id = ${id} and deleted_at is null`.execute(records);
	return rows[0] === undefined ? null : defined(rows[0]);
}

/** The list of a name, capitals aside; null when there is none. */
export async function listByName(records: Records, name: string): Promise<DefinedList | null> {
	const { rows } = await sql<RecordRow<'lists'>>`
		select * from lists where name = ${name} collate nocase and deleted_at is null`.execute(records);
	return rows[0] === undefined ? null : defined(rows[0]);
}

/** The lists that include or exclude a list. */
export async function listsThatUse(records: Records, id: string): Promise<DefinedList[]> {
	const lists = await allLists(records);
	return lists.filter(({ definition }) => [...definition.include, ...definition.exclude].includes(id));
}

/** The last file of each list that has left: how many rows, and when. */
export async function lastExportByList(
	records: Records,
): Promise<ReadonlyMap<string, { readonly exported_at: string; readonly rows: number }>> {
	// SQLite takes the other columns from the row that has the maximum.
	const { rows } = await sql<{ list_id: string; exported_at: string; rows: number }>`
		select list_id, max(exported_at) as exported_at, rows from exports where list_id is not null
		group by list_id`.execute(records);
	return new Map(rows.map((row) => [row.list_id, row]));
}
