import { sql } from 'kysely';
import { KEY_COLUMNS } from '../changes/tracked-tables.ts';
import type { Records } from '../database.ts';

const NAME_COLUMNS = {
	companies: 'name',
	contacts: 'full_name',
	leads: 'full_name',
	deals: 'name',
	campaigns: 'name',
	users: 'name',
} as const;

/** What a record is called; null for no id, and for one that is not there or deleted. */
export async function nameOf(
	records: Records,
	table: keyof typeof NAME_COLUMNS,
	id: string | null,
): Promise<string | null> {
	if (id === null) return null;
	const { rows } = await sql<{ name: string }>`
		select ${sql.ref(NAME_COLUMNS[table])} as name from ${sql.table(table)}
		where ${sql.ref(KEY_COLUMNS[table])} = ${id} and deleted_at is null`.execute(records);
	return rows[0]?.name ?? null;
}
