import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { backUp, backupsFolder } from '#actions/back-up.ts';
import type { BackupReceipt } from '#actions/back-up.ts';
import { beginBackup, endBackup } from '#records/backups.ts';
import { hasRecords, openRecords, upgradeRecords } from '#records/database.ts';
import type { Records } from '#records/database.ts';
import { lockFolder } from '#records/lease.ts';
import { OlderRecordsError, RECORDS_SCHEMA } from '#records/migrations.ts';
import { openMemory } from '#warehouse/database.ts';
import type { Connection } from '#warehouse/database.ts';
import { attachRaw, lockHolder, rawFile, whileUsingRaw } from '#warehouse/raw-copy.ts';
import { knownRawSchema, migrateRaw, requireKnownRaw } from '#warehouse/raw-schema.ts';
import { backupExtras, keyExtra } from './backup-extras.ts';
import { failpoint } from './failpoint.ts';
import { requireWholeFolder } from './folder-shape.ts';
import { productVersion } from './project.ts';

/** Which stores of a data folder are of an earlier version, by their schemas; null for one that is not. */
export interface OlderStores {
	readonly records: number | null;
	readonly raw: number | null;
}

export interface UpgradeListener {
	/** A sentence for whoever watches. */
	readonly say: (sentence: string) => void;
	/** 0 to 1, or null while it is not known. */
	readonly onShare?: (share: number | null) => void;
}

/** So many backups are kept that upgrades made. */
const KEPT_BACKUPS = 3;
const NAME = /^before-upgrade-.*\.tar$/;
/** An upgrade may come right after a run that lost its parent. */
const WAIT_MS = 15_000;

async function withConnection<Result>(use: (connection: Connection) => Promise<Result>): Promise<Result> {
	const database = await openMemory({ threads: 1, memoryLimit: '1GB' });
	const connection = await database.connect();
	try {
		return await use(connection);
	} finally {
		connection.closeSync();
		database.close();
	}
}

/** The schema of raw.duckdb where it is of an earlier version; null where it is not, or a run is at work on it. */
async function olderRaw(dataDir: string): Promise<number | null> {
	const file = rawFile(dataDir);
	if (!existsSync(file) || statSync(file).size === 0) return null;
	return withConnection(async (connection) => {
		try {
			await attachRaw(connection, file, { readOnly: true });
		} catch (error) {
			if (lockHolder(error) === null) throw error;
			return null;
		}
		const { schema } = await whileUsingRaw(file, () => requireKnownRaw(connection));
		// Without a schema a run was killed as it made the file: there is nothing in it.
		return schema === 0 || schema === (await knownRawSchema()) ? null : schema;
	});
}

/**
 * Looks at a data folder before a verb opens it: whether it is whole, and which stores are of an earlier version. raw.duckdb
 * is looked at when `withRaw`, or when the records are older.
 * @throws StorageError for a folder that is not whole
 * @throws NewerRecordsError, NewerRawError for stores of a newer version; DamagedRecordsError, DamagedRawError
 */
export async function olderStores(dataDir: string, withRaw: boolean): Promise<OlderStores | null> {
	requireWholeFolder(dataDir);
	if (!hasRecords(dataDir)) return null;
	let records: number | null = null;
	try {
		await (await openRecords(dataDir)).destroy();
	} catch (error) {
		if (!(error instanceof OlderRecordsError)) throw error;
		records = error.schema;
	}
	const raw = withRaw || records !== null ? await olderRaw(dataDir) : null;
	return records === null && raw === null ? null : { records, raw };
}

function describe({ records, raw }: OlderStores): string {
	return [
		...(records === null ? [] : [`records.db has schema ${records}`]),
		...(raw === null ? [] : [`raw.duckdb has schema ${raw}`]),
	].join(' and ');
}

function pruneBackups(dataDir: string): void {
	const made = readdirSync(backupsFolder(dataDir)).filter((name) => NAME.test(name));
	for (const name of made.sort().slice(0, -KEPT_BACKUPS)) rmSync(join(backupsFolder(dataDir), name));
}

async function noteBackup(records: Records, receipt: BackupReceipt): Promise<void> {
	const id = await beginBackup(records, { file: receipt.file, reason: 'upgrade', startedAt: receipt.createdAt });
	await endBackup(records, id, { endedAt: new Date().toISOString(), bytes: receipt.bytes, sha256: receipt.sha256 });
}

/**
 * Brings the stores of a data folder to this version, after a backup into its `backups/` of which the last three are kept.
 * Each store has its old schema or its new one, whenever the process dies; the next start goes on.
 * @throws LeaseHeldError when another process holds the folder
 */
export async function upgradeFolder(
	dataDir: string,
	configFile: string | null,
	older: OlderStores,
	{ say, onShare }: UpgradeListener,
): Promise<BackupReceipt> {
	const now = new Date();
	const lock = lockFolder(dataDir, 'upgrade', now);
	try {
		say(`${describe(older)} of an earlier version; making a backup before the upgrade`);
		const { extras, config } =
			configFile !== null && !existsSync(configFile)
				? { extras: keyExtra(dataDir), config: null }
				: backupExtras(configFile, dataDir);
		mkdirSync(backupsFolder(dataDir), { recursive: true, mode: 0o700 });
		const stamp = now.toISOString().replaceAll(':', '-').slice(0, 23);
		const receipt = await backUp({
			dataDir,
			file: join(backupsFolder(dataDir), `before-upgrade-${stamp}.tar`),
			appVersion: productVersion(),
			extras,
			config,
			now,
			waitMs: WAIT_MS,
			onProgress: (_, done, total) => onShare?.(total === null || total === 0 ? null : done / total),
		});
		failpoint('upgrade.backed-up');
		onShare?.(null);
		const records = await upgradeRecords(dataDir, {
			onMigrated: (schema) => failpoint(`upgrade.records-${schema}`),
		});
		try {
			failpoint('upgrade.records');
			if (older.raw !== null) {
				await withConnection(async (connection) => {
					await attachRaw(connection, rawFile(dataDir), { readOnly: false });
					await whileUsingRaw(rawFile(dataDir), () =>
						migrateRaw(connection, { onMigrated: (schema) => failpoint(`upgrade.raw-${schema}`) }),
					);
				});
			}
			failpoint('upgrade.raw');
			await noteBackup(records, receipt);
		} finally {
			await records.destroy();
		}
		pruneBackups(dataDir);
		say(
			`Upgraded to Kundig ${productVersion()} (records.db schema ${RECORDS_SCHEMA}, raw.duckdb schema ${await knownRawSchema()}); the backup is ${receipt.file}`,
		);
		return receipt;
	} finally {
		lock.release();
	}
}

/** Does both: looks, and upgrades what is older. Gives whether anything was. */
export async function prepareFolder(
	dataDir: string,
	configFile: string | null,
	withRaw: boolean,
	listener: UpgradeListener,
): Promise<boolean> {
	const older = await olderStores(dataDir, withRaw);
	if (older === null) return false;
	await upgradeFolder(dataDir, configFile, older, listener);
	return true;
}
