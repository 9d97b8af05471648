import { sql } from 'kysely';
import type { Records } from './database.ts';

/** What records.db says of itself. */
export interface StoreVersion {
	/** Of the data folder; raw.duckdb carries the same. */
	readonly folderId: string;
	/** The version of Kundig that last held the folder; null before that was kept. */
	readonly appVersion: string | null;
	/** The version of SQLite then. */
	readonly engine: string | null;
}

export async function storeVersion(records: Records): Promise<StoreVersion> {
	return records
		.selectFrom('store_version')
		.select(['folder_id as folderId', 'app_version as appVersion', 'engine'])
		.executeTakeFirstOrThrow();
}

/** Notes which version holds the folder now. Writes only what has changed. */
export async function stampRecords(records: Records, appVersion: string, at: string): Promise<void> {
	const found = await sql<{ version: string }>`select sqlite_version() as version`.execute(records);
	const engine = found.rows[0]?.version ?? null;
	const known = await storeVersion(records);
	if (known.appVersion === appVersion && known.engine === engine) return;
	await records.updateTable('store_version').set({ app_version: appVersion, engine, stamped_at: at }).execute();
}
