import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import type { Transaction } from 'kysely';
import { migrateRecords } from './migrations.ts';
import type { RecordsSchema } from './schema.ts';
import { nodeSqliteDialect } from './sqlite-dialect.ts';

export type Records = Kysely<RecordsSchema>;

/** Records within a transaction: what writes take, so that what belongs together is written together. */
export type RecordsTransaction = Transaction<RecordsSchema>;

/** Makes the data folder where it is missing and keeps it to its owner (mode 0700). */
export function ensureDataFolder(dataDir: string): void {
	mkdirSync(dataDir, { recursive: true, mode: 0o700 });
	if ((statSync(dataDir).mode & 0o077) !== 0) chmodSync(dataDir, 0o700);
}

/** Whether the folder holds a records database, asked without opening one. */
export function hasRecords(dataDir: string): boolean {
	return existsSync(join(dataDir, 'records.db'));
}

/**
 * Opens records.db in a data folder, making and migrating it as needed. Writes are durable when their call returns;
 * other processes may have it open at the same time. `destroy()` closes it.
 * @throws NewerRecordsError when a newer version has written it
 */
export async function openRecords(dataDir: string): Promise<Records> {
	ensureDataFolder(dataDir);
	const path = join(dataDir, 'records.db');
	const database = new DatabaseSync(path, { timeout: 5000, enableForeignKeyConstraints: true });
	database.exec(
		'pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on; pragma cache_size = -32768',
	);
	chmodSync(path, 0o600);
	const records = new Kysely<RecordsSchema>({ dialect: nodeSqliteDialect(database) });
	try {
		await migrateRecords(records);
	} catch (error) {
		await records.destroy();
		throw error;
	}
	return records;
}
