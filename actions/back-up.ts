import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { Transform } from 'node:stream';
import { finished } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '#records/backups.ts';
import { copyRecords, recordsContents } from '#records/copy-records.ts';
import { hasRecords } from '#records/database.ts';
import { LeaseHeldError } from '#records/lease.ts';
import { openMemory } from '#warehouse/database.ts';
import type { Connection } from '#warehouse/database.ts';
import { row, sql } from '#warehouse/query.ts';
import { copyRaw, lockHolder, rawFile } from '#warehouse/raw-copy.ts';
import type { RawContents } from '#warehouse/raw-copy.ts';
import { BackupError } from './backup/backup-error.ts';
import { requireSpace } from './backup/free-space.ts';
import { hashFile } from './backup/hash-file.ts';
import { MANIFEST_NAME, RAW_NAME, README_NAME, RECORDS_NAME } from './backup/manifest.ts';
import type { Manifest, ManifestPart } from './backup/manifest.ts';
import { readmeText } from './backup/readme-text.ts';
import { writeEntry, writeTarEnd } from './backup/tar.ts';
import { checkStores, extractBackup, openBackup } from './backup/verify.ts';

/** A file beside the stores that goes into a backup: the config, or one of the demo company's. */
export interface BackupExtra {
	/** Its place in the backup: `config/kundig.config.ts`. */
	readonly name: string;
	readonly path: string;
}

export type BackupPhase = 'raw' | 'records' | 'write' | 'verify';

export interface BackupOrder {
	readonly dataDir: string;
	readonly file: string;
	readonly appVersion: string;
	readonly extras: readonly BackupExtra[];
	/** The name of the extra that is the config, or null. */
	readonly config: string | null;
	readonly now: Date;
	/** How long a run that writes raw.duckdb is waited for. */
	readonly waitMs: number;
	readonly signal?: AbortSignal;
	/** Hears how far a phase is, in bytes; a total of null is not known. */
	readonly onProgress?: (phase: BackupPhase, done: number, total: number | null) => void;
	/** Hears once that a run is waited for. */
	readonly onWait?: (pid: number) => void;
	/** Hears what has just been done: tests end the process there. */
	readonly onPart?: (part: 'copied' | 'written' | 'verified' | 'renamed') => void;
}

/** A backup that was made, restored on trial, and found to be what was backed up. */
export interface BackupReceipt {
	readonly file: string;
	readonly bytes: number;
	readonly sha256: string;
	readonly createdAt: string;
	readonly parts: readonly ManifestPart[];
	readonly schemas: Manifest['schemas'];
}

const LOOK_AGAIN_MS = 500;
const WORK_PREFIX = 'work-';

/** Where a data folder keeps what it backs up by itself, and where backups are put together. */
export const backupsFolder = (dataDir: string): string => join(dataDir, 'backups');

function bytesOf(path: string): number {
	return existsSync(path) ? statSync(path).size : 0;
}

/** A folder of this process's own; those of processes that died in theirs are deleted. */
function workFolder(dataDir: string): string {
	const parent = backupsFolder(dataDir);
	mkdirSync(parent, { recursive: true, mode: 0o700 });
	for (const name of readdirSync(parent)) {
		const pid = /^work-(\d+)-/.exec(name)?.[1];
		if (pid === undefined || (Number(pid) !== process.pid && isAlive(Number(pid)))) continue;
		rmSync(join(parent, name), { recursive: true, force: true });
	}
	const folder = join(parent, `${WORK_PREFIX}${process.pid}-${randomBytes(4).toString('hex')}`);
	mkdirSync(folder, { mode: 0o700 });
	return folder;
}

/**
 * Refuses to write where something lies that is no backup.
 * @throws BackupError
 */
async function requireReplaceable(file: string): Promise<void> {
	if (!existsSync(dirname(file))) {
		throw new BackupError(`there is no folder ${dirname(file)}`, { hint: 'make it first, or name another file' });
	}
	if (!existsSync(file)) return;
	await openBackup(file).catch((cause: unknown) => {
		throw new BackupError(`${file} is there already and is no whole backup`, {
			cause,
			hint: 'name another file, or move that one away',
		});
	});
}

async function requireRoom({ dataDir, file, extras }: BackupOrder): Promise<void> {
	const stores = ['records.db', 'records.db-wal', 'raw.duckdb', 'raw.duckdb.wal'];
	const bytes =
		stores.reduce((sum, name) => sum + bytesOf(join(dataDir, name)), 0) +
		extras.reduce((sum, { path }) => sum + bytesOf(path), 0);
	const isOneDisk = statSync(dataDir).dev === statSync(dirname(file)).dev;
	// The copies go before the trial, so there are never more than two of everything.
	await requireSpace(dataDir, isOneDisk ? 2 * bytes : bytes, 'a backup and its trial');
	if (!isOneDisk) await requireSpace(dirname(file), bytes, 'a backup');
}

/** Copies raw.duckdb, waiting for a run that writes it; null where nothing was loaded yet. */
async function copyWhenFree(connection: Connection, order: BackupOrder, target: string): Promise<RawContents | null> {
	const deadline = performance.now() + order.waitMs;
	let hasSaid = false;
	for (;;) {
		order.signal?.throwIfAborted();
		if (!existsSync(rawFile(order.dataDir))) return null;
		try {
			return await copyRaw(connection, order.dataDir, target);
		} catch (error) {
			const pid = lockHolder(error);
			if (pid === null) throw error;
			if (performance.now() > deadline) {
				throw new LeaseHeldError(order.dataDir, { pid, role: 'run' }, { cause: error });
			}
			if (!hasSaid) order.onWait?.(pid);
			hasSaid = true;
			await sleep(LOOK_AGAIN_MS, undefined, order.signal === undefined ? {} : { signal: order.signal });
		}
	}
}

interface Staged {
	readonly manifest: Manifest;
	readonly paths: ReadonlyMap<string, string>;
}

async function stage(connection: Connection, order: BackupOrder, folder: string): Promise<Staged> {
	const paths = new Map<string, string>();
	order.onProgress?.('raw', 0, null);
	// The warehouse first: records may be newer than what was read of them, and never older.
	const raw = await copyWhenFree(connection, order, join(folder, RAW_NAME));
	if (raw !== null) paths.set(RAW_NAME, join(folder, RAW_NAME));
	order.onProgress?.('records', 0, null);
	await copyRecords(order.dataDir, join(folder, RECORDS_NAME));
	paths.set(RECORDS_NAME, join(folder, RECORDS_NAME));
	for (const { name, path } of order.extras) paths.set(name, path);
	const records = recordsContents(join(folder, RECORDS_NAME));
	if (records.integrity !== 'ok') {
		throw new BackupError(`records.db is damaged: ${records.integrity}`, {
			hint: 'restore the last backup with `kundig restore FILE --force`',
		});
	}
	const parts: ManifestPart[] = [];
	for (const [name, path] of paths) parts.push({ name, bytes: bytesOf(path), sha256: await hashFile(path) });
	const engine = await row<{ version: string }>(connection, sql`select version() as version`);
	const manifest: Manifest = {
		format: 1,
		createdAt: order.now.toISOString(),
		appVersion: order.appVersion,
		folderId: records.folderId,
		schemas: { records: records.schema, raw: raw?.schema ?? null },
		engines: { sqlite: records.engine, duckdb: engine?.version ?? '' },
		config: order.config,
		parts,
		records: records.rows,
		raw: raw?.tables ?? {},
	};
	return { manifest, paths };
}

/** Writes the archive and syncs it. Gives its length and SHA-256. */
async function writeArchive(
	target: string,
	{ manifest, paths }: Staged,
	order: BackupOrder,
): Promise<{ readonly bytes: number; readonly sha256: string }> {
	const total = manifest.parts.reduce((sum, part) => sum + part.bytes, 0);
	const hash = createHash('sha256');
	let bytes = 0;
	const counting = new Transform({
		transform(chunk: Buffer, _, done) {
			hash.update(chunk);
			bytes += chunk.length;
			done(null, chunk);
		},
	});
	const file = createWriteStream(target, { flags: 'w', mode: 0o600 });
	const failed = new Promise<never>((_, reject) => file.once('error', reject));
	failed.catch(() => undefined);
	counting.pipe(file);
	const write = async (): Promise<void> => {
		const texts = [
			[MANIFEST_NAME, `${JSON.stringify(manifest, null, '\t')}\n`],
			[README_NAME, readmeText(manifest)],
		] as const;
		for (const [name, text] of texts) {
			const content = Buffer.from(text);
			await writeEntry(counting, { name, bytes: content.length }, content, order.now);
		}
		let done = 0;
		for (const { name, bytes: length } of manifest.parts) {
			order.signal?.throwIfAborted();
			await writeEntry(counting, { name, bytes: length }, { path: paths.get(name) ?? '' }, order.now, (written) => {
				done += written;
				order.onProgress?.('write', done, total);
			});
		}
		await writeTarEnd(counting);
		counting.end();
		await finished(file);
	};
	await Promise.race([write(), failed]);
	await syncPath(target);
	return { bytes, sha256: hash.digest('hex') };
}

async function syncPath(path: string): Promise<void> {
	const handle = await open(path, 'r');
	try {
		await handle.sync();
	} finally {
		await handle.close();
	}
}

/** Restores the archive on trial, beside the data folder's stores, and compares; then it may be called a backup. */
async function tryOut(connection: Connection, file: string, folder: string, order: BackupOrder): Promise<void> {
	const backup = await openBackup(file);
	await extractBackup(backup, folder, (done, total) => order.onProgress?.('verify', done, total));
	await checkStores(connection, folder, backup);
}

/**
 * Backs up what cannot be rebuilt (records, raw, config, the demo company where it is the one) into one tar file: copies of
 * one instant each, made while others go on; then the file is restored on trial and compared, and takes its name only
 * after that. Whatever fails, nothing is left under the name but what was there before.
 * @throws BackupError, LeaseHeldError when a run holds raw.duckdb for longer than it is waited for
 */
export async function backUp(given: BackupOrder): Promise<BackupReceipt> {
	const order = { ...given, file: resolve(given.file) };
	const { dataDir, file } = order;
	if (!hasRecords(dataDir)) {
		throw new BackupError(`there is nothing to back up in ${dataDir}`, {
			hint: 'name the data folder with --data DIR',
		});
	}
	await requireReplaceable(file);
	await requireRoom(order);
	const folder = workFolder(dataDir);
	const unfinished = join(dirname(file), `${basename(file)}.tmp`);
	const database = await openMemory({ threads: 1, memoryLimit: '1GB', tempDirectory: join(folder, 'spill') });
	const connection = await database.connect();
	try {
		const copies = join(folder, 'copies');
		mkdirSync(copies, { mode: 0o700 });
		const staged = await stage(connection, order, copies);
		order.onPart?.('copied');
		const { bytes, sha256 } = await writeArchive(unfinished, staged, order);
		order.onPart?.('written');
		rmSync(copies, { recursive: true, force: true });
		const trial = join(folder, 'trial');
		mkdirSync(trial, { mode: 0o700 });
		await tryOut(connection, unfinished, trial, order);
		if ((await hashFile(unfinished)) !== sha256) {
			throw new BackupError(`${unfinished} does not read as it was written`, { hint: 'look at the disk it lies on' });
		}
		order.onPart?.('verified');
		await rename(unfinished, file);
		await syncPath(dirname(file));
		order.onPart?.('renamed');
		const { manifest } = staged;
		return { file, bytes, sha256, createdAt: manifest.createdAt, parts: manifest.parts, schemas: manifest.schemas };
	} finally {
		connection.closeSync();
		database.close();
		rmSync(folder, { recursive: true, force: true });
		await rm(unfinished, { force: true });
	}
}
