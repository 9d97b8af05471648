import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import type { Transaction } from 'kysely';
import { lockFolder } from './lease.ts';
import { migrateRecords } from './migrations.ts';
import type { MigrateOptions } from './migrations.ts';
import { finishRestore, isRestorePending } from './restore-swap.ts';
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

/** records.db is there and cannot be read as one. */
export class DamagedRecordsError extends Error {
	readonly hint = 'restore the last backup with `kundig restore FILE --force`; what is there is kept aside';
	constructor(path: string, reason: string, options?: ErrorOptions) {
		super(`${path} ${reason}`, options);
		this.name = 'DamagedRecordsError';
	}
}

const NOT_A_DATABASE = 26;
const CORRUPT = 11;

/** Opens the file and says what is the matter when it is no database, or a damaged one. */
function openFile(path: string): DatabaseSync {
	const database = new DatabaseSync(path, { timeout: 5000, enableForeignKeyConstraints: true });
	try {
		database.exec(
			'pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on; pragma cache_size = -32768',
		);
		chmodSync(path, 0o600);
		return database;
	} catch (cause) {
		database.close();
		const code = cause instanceof Error && 'errcode' in cause ? cause.errcode : null;
		if (code === NOT_A_DATABASE) throw new DamagedRecordsError(path, 'is not a SQLite database', { cause });
		if (code === CORRUPT) throw new DamagedRecordsError(path, 'is damaged', { cause });
		throw cause;
	}
}

/**
 * Finishes a restore that was decided and interrupted: until then the folder holds part of what was and part of what will be.
 * @throws LeaseHeldError while the restore is at work
 */
export function settleRestore(dataDir: string): void {
	if (!isRestorePending(dataDir)) return;
	const lock = lockFolder(dataDir, 'restore', new Date());
	try {
		// Another process may have finished it while this one came to the lock.
		if (isRestorePending(dataDir)) finishRestore(dataDir);
	} finally {
		lock.release();
	}
}

async function openWith(dataDir: string, options: MigrateOptions): Promise<Records> {
	ensureDataFolder(dataDir);
	settleRestore(dataDir);
	const records = new Kysely<RecordsSchema>({
		dialect: nodeSqliteDialect(openFile(join(dataDir, 'records.db'))),
	});
	try {
		await migrateRecords(records, options);
	} catch (error) {
		await records.destroy();
		throw error;
	}
	return records;
}

/**
 * Opens records.db in a data folder, making it as needed; a restore that was interrupted is finished first. Writes are
 * durable when their call returns; other processes may have it open at the same time. `destroy()` closes it.
 * @throws NewerRecordsError when a newer version has written it, OlderRecordsError when an earlier one has
 * @throws DamagedRecordsError when it is no database
 * @throws LeaseHeldError while a restore is at work
 */
export async function openRecords(dataDir: string): Promise<Records> {
	return openWith(dataDir, {});
}

/**
 * The same for records.db of an earlier version, which is brought to the newest schema, or to an earlier one: tests make
 * files of earlier versions so. Whoever calls this has made a backup.
 */
export async function upgradeRecords(
	dataDir: string,
	options: Omit<MigrateOptions, 'mayUpgrade'> = {},
): Promise<Records> {
	return openWith(dataDir, { ...options, mayUpgrade: true });
}
