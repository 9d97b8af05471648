import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { forgetSnapshots, isUntouched } from '#records/copy-records.ts';
import { ensureDataFolder } from '#records/database.ts';
import { lockFolder } from '#records/lease.ts';
import { RECORDS_SCHEMA } from '#records/migrations.ts';
import { abandonRestore, decideRestore, finishRestore, pendingRestore, startRestore } from '#records/restore-swap.ts';
import type { SwapPart } from '#records/restore-swap.ts';
import { openMemory } from '#warehouse/database.ts';
import { knownRawSchema } from '#warehouse/raw-schema.ts';
import { BackupError } from './backup/backup-error.ts';
import { requireSpace } from './backup/free-space.ts';
import { CONFIG_FOLDER, RECORDS_NAME } from './backup/manifest.ts';
import type { Manifest } from './backup/manifest.ts';
import { checkStores, extractBackup, openBackup } from './backup/verify.ts';
import type { OpenedBackup } from './backup/verify.ts';

export type RestorePart = 'extracted' | 'checked' | SwapPart;

export interface RestoreOrder {
	readonly dataDir: string;
	readonly file: string;
	/** Whether stores that are there may be put aside. */
	readonly isForced: boolean;
	readonly now: Date;
	readonly onProgress?: (done: number, total: number) => void;
	/** Hears what has just been done: tests end the process there. */
	readonly onPart?: (part: RestorePart) => void;
}

/** What a restore has done. */
export interface RestoreReceipt {
	readonly file: string;
	readonly dataDir: string;
	/** When the backup was made, and by which version. */
	readonly createdAt: string;
	readonly appVersion: string;
	/** Whether the next start brings the stores to a newer schema, with a backup first. */
	readonly isOlder: boolean;
	/** The folder that what was there is kept in, or null where nothing was. */
	readonly aside: string | null;
	/** The config as it was, or null; the one in use is left alone. */
	readonly config: string | null;
}

const STORES = ['records.db', 'raw.duckdb'] as const;

/**
 * Refuses a backup that a newer version made, as far as its stores go.
 * @throws BackupError that names both versions
 */
async function requireKnown({ file, manifest }: OpenedBackup): Promise<boolean> {
	const { records, raw } = manifest.schemas;
	const knownRaw = await knownRawSchema();
	const newer = [
		...(records > RECORDS_SCHEMA ? [`records.db has schema ${records}, this version knows ${RECORDS_SCHEMA}`] : []),
		...((raw ?? 0) > knownRaw ? [`raw.duckdb has schema ${raw ?? 0}, this version knows ${knownRaw}`] : []),
	];
	if (newer.length > 0) {
		throw new BackupError(`${file} was made by a newer version, Kundig ${manifest.appVersion}: ${newer.join('; ')}`, {
			hint: `restore it with Kundig ${manifest.appVersion} or later`,
		});
	}
	return records < RECORDS_SCHEMA || (raw !== null && raw < knownRaw);
}

function requireFree(dataDir: string, isForced: boolean): void {
	const there = STORES.filter((name) => existsSync(join(dataDir, name)));
	const isEmpty = there.length === 0 || (there.join() === RECORDS_NAME && isUntouched(join(dataDir, RECORDS_NAME)));
	if (isEmpty || isForced) return;
	throw new BackupError(`${dataDir} holds ${there.join(' and ')} already: nothing was restored`, {
		hint: `restore into an empty folder with --data DIR, or add --force: what is there is then kept in ${join(dataDir, 'replaced')}`,
	});
}

/** A name for what a restore makes of a backup in a folder, the same each time. */
function restoreId(manifest: Manifest): string {
	return createHash('sha256').update(JSON.stringify(manifest)).digest('hex');
}

async function syncFile(path: string): Promise<void> {
	const handle = await open(path, 'r');
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}

async function prepare(backup: OpenedBackup, order: RestoreOrder): Promise<void> {
	const stores = startRestore(order.dataDir);
	const database = await openMemory({ threads: 1, memoryLimit: '1GB' });
	const connection = await database.connect();
	try {
		await extractBackup(backup, stores, order.onProgress);
		order.onPart?.('extracted');
		await checkStores(connection, stores, backup);
	} finally {
		connection.closeSync();
		database.close();
	}
	forgetSnapshots(join(stores, RECORDS_NAME));
	await syncFile(join(stores, RECORDS_NAME));
	order.onPart?.('checked');
	decideRestore(order.dataDir, {
		id: restoreId(backup.manifest),
		asideName: order.now.toISOString().replaceAll(':', '-').slice(0, 19),
	});
}

/**
 * Restores a backup into a data folder that nobody else holds. Everything is taken out, compared with the manifest and
 * opened before anything is touched; then what was there moves aside and what was restored into its place, by renames that
 * whoever opens the folder next finishes if this process does not. Snapshots are made anew by the next run.
 * @throws BackupError, LeaseHeldError (from records) when another process holds the folder
 */
export async function restore(given: RestoreOrder): Promise<RestoreReceipt> {
	const order = { ...given, file: resolve(given.file), dataDir: resolve(given.dataDir) };
	const { dataDir } = order;
	const backup = await openBackup(order.file);
	const { manifest } = backup;
	const isOlder = await requireKnown(backup);
	ensureDataFolder(dataDir);
	const lock = lockFolder(dataDir, 'restore', order.now);
	try {
		// One that was interrupted is finished first; where it is this very one, that is all there is to do.
		const pending = pendingRestore(dataDir);
		let aside = pending === null ? null : finishRestore(dataDir, order.onPart);
		if (pending !== restoreId(manifest)) {
			requireFree(dataDir, order.isForced);
			await requireSpace(
				dataDir,
				manifest.parts.reduce((sum, { bytes }) => sum + bytes, 0),
				'a restore',
			);
			await prepare(backup, order);
			aside = finishRestore(dataDir, order.onPart);
		}
		return {
			file: order.file,
			dataDir,
			createdAt: manifest.createdAt,
			appVersion: manifest.appVersion,
			isOlder,
			aside,
			config: manifest.config?.startsWith(`${CONFIG_FOLDER}/`) === true ? join(dataDir, manifest.config) : null,
		};
	} finally {
		abandonRestore(dataDir);
		lock.release();
	}
}
