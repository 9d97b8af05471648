import { join } from 'node:path';
import { confine, openMemory } from './database.ts';
import { ident, join as joinSql, sql, unsafe } from './query.ts';

/** A column of a Parquet file; its name is one of ours. */
export interface ParquetColumn {
	readonly name: string;
	readonly type: 'varchar' | 'bigint' | 'double' | 'date';
}

const MEMORY_LIMIT = '512MB';
const ROWS_PER_INSERT = 2_000;

/**
 * Writes rows to a Parquet file in a folder of their own, with the types of the columns; days are `YYYY-MM-DD`. The
 * instance that writes is confined to the folder. Rows go over as JSON, some thousand at a time.
 */
export async function writeRowsToParquet(
	columns: readonly ParquetColumn[],
	rows: readonly (readonly (string | number | null)[])[],
	{ folder, fileName }: { readonly folder: string; readonly fileName: string },
): Promise<void> {
	const database = await openMemory({ threads: 1, memoryLimit: MEMORY_LIMIT, tempDirectory: folder });
	const connection = await database.connect();
	try {
		await confine(connection, folder);
		const typed = columns.map(({ name, type }) => sql`${ident(name)} ${unsafe(type)}`);
		await connection.run(`create table rows (${joinSql(typed).text})`);
		const cells = columns.map(({ type }, place) => `cast(json_extract_string(row, '$[${place}]') as ${type})`);
		const insert = `insert into rows select ${cells.join(', ')}
			from (select unnest(from_json($1, '["JSON"]')) as row)`;
		for (let begin = 0; begin < rows.length; begin += ROWS_PER_INSERT) {
			await connection.run(insert, [JSON.stringify(rows.slice(begin, begin + ROWS_PER_INSERT))]);
		}
		const file = join(folder, fileName).replaceAll("'", "''");
		await connection.run(`copy rows to '${file}' (format parquet, compression zstd)`);
	} finally {
		connection.closeSync();
		database.close();
	}
}
