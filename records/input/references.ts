import { sql } from 'kysely';
import { KEY_COLUMNS } from '../changes/tracked-tables.ts';
import type { TrackedTable } from '../changes/tracked-tables.ts';
import type { Records } from '../database.ts';
import { InputError, issue } from './issues.ts';

/** A field that names a record of a table. */
export type FieldReference = readonly [field: string, table: TrackedTable, id: string | null | undefined];

async function isThere(records: Records, table: TrackedTable, id: string): Promise<boolean> {
	const { rows } = await sql`select 1 from ${sql.table(table)}
		where ${sql.ref(KEY_COLUMNS[table])} = ${id} and deleted_at is null`.execute(records);
	return rows.length > 0;
}

/** Rows that named records before: those of `table` whose `column` is `id`. */
export interface Holder {
	readonly table: TrackedTable;
	readonly column: string;
	readonly id: string | null;
}

/** Whether a row of the holder names the record already, in the column that the field stands for. */
async function isHeld(records: Records, { table, column, id }: Holder, field: string, named: string): Promise<boolean> {
	const { rows } = await sql`select 1 from ${sql.table(table)}
		where ${sql.ref(column)} = ${id} and ${sql.ref(field.split('.').at(-1) ?? field)} = ${named} and deleted_at is null
		limit 1`.execute(records);
	return rows.length > 0;
}

/**
 * Asks that the records which fields name are there; fields that are empty or left out name none. What was named before
 * may stay although it has been deleted since: nobody has to look for another product to correct a deal's name.
 * @throws InputError (`not_found`) for those that are not, or are deleted
 */
export async function requireReferences(
	records: Records,
	references: readonly FieldReference[],
	holder?: Holder,
): Promise<void> {
	const issues = [];
	for (const [field, table, id] of references) {
		if (typeof id !== 'string' || (await isThere(records, table, id))) continue;
		if (holder === undefined || !(await isHeld(records, holder, field, id)))
			issues.push(issue(field, 'not_found', { id }));
	}
	if (issues.length > 0) throw new InputError(issues);
}

/** Tables whose records can carry the key they have in another system. */
type KeyedTable = 'companies' | 'contacts' | 'leads' | 'deals' | 'products' | 'campaigns' | 'tickets' | 'users';

/** The record with this key of another system, or null. */
export async function idByExternalKey(records: Records, table: KeyedTable, key: string): Promise<string | null> {
	const { rows } = await sql<{ id: string }>`select ${sql.ref(KEY_COLUMNS[table])} as id from ${sql.table(table)}
		where external_key = ${key} and deleted_at is null`.execute(records);
	return rows[0]?.id ?? null;
}

/**
 * Asks that no other record of the table has this key of another system.
 * @throws InputError (`taken`) when one has
 */
export async function requireFreeKey(
	records: Records,
	table: KeyedTable,
	key: string | null | undefined,
	ownId: string | null,
): Promise<void> {
	if (typeof key !== 'string') return;
	const holder = await idByExternalKey(records, table, key);
	if (holder !== null && holder !== ownId) throw new InputError([issue('external_key', 'taken', { id: holder })]);
}
