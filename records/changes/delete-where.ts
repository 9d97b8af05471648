import { sql } from 'kysely';
import type { RecordsTransaction } from '../database.ts';
import type { RecordsSchema } from '../schema.ts';
import type { Author } from './act.ts';
import { KEY_COLUMNS } from './tracked-tables.ts';
import type { TrackedTable } from './tracked-tables.ts';
import { deleteRecord } from './write.ts';

/** Deletes the records of a table that belong to another one: those whose column names it. */
export async function deleteWhere<Table extends TrackedTable>(
	transaction: RecordsTransaction,
	author: Author,
	table: Table,
	column: keyof RecordsSchema[Table] & string,
	ownerId: string,
): Promise<void> {
	const { rows } = await sql<{ id: string }>`
		select ${sql.ref(KEY_COLUMNS[table])} as id from ${sql.table(table)}
		where ${sql.ref(column)} = ${ownerId} and deleted_at is null`.execute(transaction);
	for (const { id } of rows) await deleteRecord(transaction, author, table, { id, version: 'current' });
}
