import { sql } from 'kysely';
import { KEY_COLUMNS } from '../changes/tracked-tables.ts';
import type { RecordRow, TrackedTable } from '../changes/tracked-tables.ts';
import type { Records } from '../database.ts';

export type Owned<Row> = Row & { readonly owner_name: string | null };

/** A record that is there, with its owner's name; null when there is none, or it is deleted. */
export async function ownedRow<Table extends TrackedTable>(
	records: Records,
	table: Table,
	id: string,
): Promise<Owned<RecordRow<Table>> | null> {
	const { rows } = await sql<Owned<RecordRow<Table>>>`
		select ${sql.table(table)}.*, users.name as owner_name
		from ${sql.table(table)} left join users on users.user_id = ${sql.table(table)}.owner_id
		where ${sql.ref(KEY_COLUMNS[table])} = ${id} and ${sql.table(table)}.deleted_at is null`.execute(records);
	return rows[0] ?? null;
}
