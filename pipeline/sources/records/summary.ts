import type { Connection } from '#warehouse/database.ts';
import { row, sql, unsafe } from '#warehouse/query.ts';
import { rawTable } from '#warehouse/raw.ts';
import { sourceCursor } from '#warehouse/raw-cursor.ts';
import { RECORDS_SOURCE, recordsTables } from './tables.ts';

/** What raw holds of the records: when something was last loaded, and how many rows are not deleted. */
export async function recordsSummary(
	connection: Connection,
): Promise<{ readonly lastLoadedAt: string | null; readonly rows: number }> {
	const cursor = await sourceCursor(connection, RECORDS_SOURCE);
	if (cursor === null) return { lastLoadedAt: null, rows: 0 };
	const tables = recordsTables().map(
		({ name }) => `select count(*) as rows from ${rawTable(RECORDS_SOURCE, name).text} where deleted_at is null`,
	);
	const counted = await row<{ rows: number }>(
		connection,
		sql`select sum(rows)::bigint as rows from (${unsafe(tables.join(' union all '))})`,
	);
	return { lastLoadedAt: cursor.loadedAt, rows: counted?.rows ?? 0 };
}
