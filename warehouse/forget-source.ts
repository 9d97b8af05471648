import type { Connection } from './database.ts';
import { activeLoads, clearQuarantine, rawTable, retireLoads } from './raw.ts';

/**
 * Ends all loads of a source of files and drops the table of its rows: to be called in a transaction. A source that gets its
 * name later begins anew.
 * @param at an ISO instant
 */
export async function forgetSource(connection: Connection, source: string, at: string): Promise<void> {
	const loads = await activeLoads(connection, source);
	await retireLoads(
		connection,
		loads.map(({ loadId }) => loadId),
		at,
	);
	await clearQuarantine(connection, source);
	await connection.run(`drop table if exists ${rawTable(source).text}`);
}
