import { setTimeout as sleep } from 'node:timers/promises';
import { backupUnderWay } from '#records/backups.ts';
import type { Records } from '#records/database.ts';
import { stampRecords, storeVersion } from '#records/store-version.ts';
import type { Connection } from '#warehouse/database.ts';
import { attachRaw, lockHolder, rawFile } from '#warehouse/raw-copy.ts';
import { migrateRaw, rawVersion, stampRaw } from '#warehouse/raw-schema.ts';
import { requireOwnRaw, requireRaw } from './folder-shape.ts';
import { productVersion } from './project.ts';

/** A run that lost its parent may hold the file for some seconds more. */
const WAIT_MS = 15_000;
const LOOK_AGAIN_MS = 250;

interface OpenOptions {
	/** Whether everything is loaded again, so that a lost file may be made anew. */
	readonly isFull: boolean;
	readonly signal: AbortSignal;
	/** Hears once that a backup is waited for. */
	readonly onNote?: (sentence: string) => void;
}

/**
 * Attaches raw.duckdb as `raw` for a run: made where it may be, of the newest schema, and marked as this folder's and this
 * version's. Waits for a backup that reads it.
 * @throws StorageError when it is missing, empty or another folder's; DamagedRawError, NewerRawError
 */
export async function openRaw(
	connection: Connection,
	records: Records,
	dataDir: string,
	{ isFull, signal, onNote }: OpenOptions,
): Promise<void> {
	await requireRaw(records, dataDir, isFull);
	let deadline = performance.now() + WAIT_MS;
	let hasSaid = false;
	for (;;) {
		try {
			await attachRaw(connection, rawFile(dataDir), { readOnly: false });
			break;
		} catch (error) {
			if (lockHolder(error) === null) throw error;
			const backup = await backupUnderWay(records);
			if (backup !== null) {
				if (!hasSaid) onNote?.(`Waiting for the backup of process ${backup}`);
				hasSaid = true;
				deadline = performance.now() + WAIT_MS;
			}
			if (performance.now() > deadline) throw error;
			await sleep(LOOK_AGAIN_MS, undefined, { signal });
		}
	}
	const { folderId } = await storeVersion(records);
	requireOwnRaw(dataDir, folderId, (await rawVersion(connection)).folderId);
	await migrateRaw(connection);
	const at = new Date().toISOString();
	await stampRaw(connection, { folderId, appVersion: productVersion(), at });
	await stampRecords(records, productVersion(), at);
}
