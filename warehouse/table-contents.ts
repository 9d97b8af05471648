import type { Connection } from './database.ts';
import { row, rows, sql, unsafe } from './query.ts';

/** Rows and a sum of their hashes by table, which no order of rows changes: `loads`, `history.fits`. */
export type TableContents = Readonly<Record<string, { readonly rows: number; readonly checksum: string }>>;

/** Counts and sums up every table of an attached database, which reads all of its blocks. */
export async function tableContents(connection: Connection, catalog: string): Promise<TableContents> {
	const found = await rows<{ schema: string; name: string }>(
		connection,
		sql`select schema_name as schema, table_name as name from duckdb_tables()
			where database_name = ${catalog} and not internal order by schema_name, table_name`,
	);
	const tables: Record<string, { rows: number; checksum: string }> = {};
	for (const { schema, name } of found) {
		const sum = await row<{ rows: number; checksum: string }>(
			connection,
			unsafe(
				`select count(*) as rows, coalesce(sum(hash(t)::hugeint), 0)::varchar as checksum
				from ${catalog}."${schema}"."${name.replaceAll('"', '""')}" as t`,
			),
		);
		tables[schema === 'main' ? name : `${schema}.${name}`] = { rows: sum?.rows ?? 0, checksum: sum?.checksum ?? '0' };
	}
	return tables;
}
