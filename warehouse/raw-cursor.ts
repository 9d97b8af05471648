import type { Connection } from './database.ts';
import { row, sql } from './query.ts';

/** Where a source that is read by cursor stands: its newest load, which speaks for all before it. */
export interface SourceCursor {
	readonly loadId: string;
	readonly cursor: string;
	readonly contractHash: string;
	/** ISO instant. */
	readonly loadedAt: string;
}

/** Whether raw is of a version that knows cursors: one that is only read is not brought up to date. */
async function knowsCursors(connection: Connection): Promise<boolean> {
	const found = await row(
		connection,
		sql`select 1 as found from duckdb_columns()
			where database_name = 'raw' and schema_name = 'main' and table_name = 'loads' and column_name = 'cursor'`,
	);
	return found !== null;
}

/** Where a source stands; null before its first load. */
export async function sourceCursor(connection: Connection, source: string): Promise<SourceCursor | null> {
	if (!(await knowsCursors(connection))) return null;
	return row<SourceCursor>(
		connection,
		sql`select load_id as "loadId", cursor, contract_hash as "contractHash", loaded_at as "loadedAt"
			from raw.main.loads where source = ${source} and is_active and cursor is not null
			order by loaded_at desc, load_id desc limit 1`,
	);
}

/**
 * Ends the loads of a source that is read by cursor, before a new one is noted in the same transaction. Their rows stay:
 * what counts of them is what the new cursor says.
 */
export async function supersedeLoads(connection: Connection, source: string, at: string): Promise<void> {
	await connection.run(
		'update raw.main.loads set is_active = false, removed_at = $2::timestamp where source = $1 and is_active',
		[source, at],
	);
}

/** Moves the cursor of a load over changes that brought no row: what raw holds is the same, so the load is. */
export async function moveCursor(connection: Connection, loadId: string, cursor: string): Promise<void> {
	await connection.run('update raw.main.loads set cursor = $2 where load_id = $1', [loadId, cursor]);
}
