import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { recordsContents } from '#records/copy-records.ts';
import type { Connection } from '#warehouse/database.ts';
import { rawContents } from '#warehouse/raw-copy.ts';
import { BackupError } from './backup-error.ts';
import { MANIFEST_NAME, RAW_NAME, README_NAME, RECORDS_NAME, parseManifest } from './manifest.ts';
import type { Manifest, ManifestPart } from './manifest.ts';
import { TarError, entryStream, readEntries } from './tar.ts';
import type { FoundEntry } from './tar.ts';

const OTHER_BACKUP = 'restore another backup; this file was damaged or cut short after it was made';

/** A backup that was opened: what it says of itself and where its parts lie. */
export interface OpenedBackup {
	readonly file: string;
	readonly manifest: Manifest;
	readonly entries: ReadonlyMap<string, FoundEntry>;
}

async function entriesOf(file: string): Promise<{ entries: Map<string, FoundEntry>; manifest: string }> {
	const handle = await open(file, 'r').catch((cause: unknown) => {
		const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
		throw new BackupError(`${file} cannot be read: ${code === 'ENOENT' ? 'there is no such file' : code}`, {
			cause,
			hint: 'name a file that `kundig backup` made',
		});
	});
	try {
		const entries = new Map<string, FoundEntry>();
		for await (const entry of readEntries(handle)) entries.set(entry.name, entry);
		const found = entries.get(MANIFEST_NAME);
		if (!found || entries.keys().next().value !== MANIFEST_NAME) {
			throw new BackupError(`${file} is no backup: it does not begin with ${MANIFEST_NAME}`, {
				hint: 'name a file that `kundig backup` made',
			});
		}
		const bytes = Buffer.alloc(found.bytes);
		await handle.read(bytes, 0, found.bytes, found.position);
		return { entries, manifest: bytes.toString('utf8') };
	} catch (cause) {
		if (!(cause instanceof TarError)) throw cause;
		throw new BackupError(`${file} is no whole backup: ${cause.message}`, { cause, hint: OTHER_BACKUP });
	} finally {
		await handle.close();
	}
}

/**
 * Opens a backup and checks that it has the parts that its manifest names, with their lengths. Hashes are compared as the
 * parts are taken out.
 * @throws BackupError when it is none, or not whole
 */
export async function openBackup(file: string): Promise<OpenedBackup> {
	const { entries, manifest: text } = await entriesOf(file);
	const manifest = parseManifest(text, file);
	for (const { name, bytes } of manifest.parts) {
		if (entries.get(name)?.bytes === bytes) continue;
		throw new BackupError(`${file} is no whole backup: ${name} is missing or has another length`, {
			hint: OTHER_BACKUP,
		});
	}
	const named = new Set([MANIFEST_NAME, README_NAME, ...manifest.parts.map(({ name }) => name)]);
	const stranger = [...entries.keys()].find((name) => !named.has(name));
	if (stranger !== undefined) {
		throw new BackupError(`${file} holds a file that its manifest does not name: ${stranger}`, { hint: OTHER_BACKUP });
	}
	return { file, manifest, entries };
}

async function extractPart(
	{ file, entries }: OpenedBackup,
	{ name, sha256 }: ManifestPart,
	target: string,
	onBytes: (bytes: number) => void,
): Promise<void> {
	const entry = entries.get(name);
	if (!entry) throw new BackupError(`${file} is no whole backup: ${name} is missing`, { hint: OTHER_BACKUP });
	mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
	const hash = createHash('sha256');
	const handle = await open(target, 'wx', 0o600);
	try {
		for await (const chunk of entryStream(file, entry)) {
			hash.update(chunk);
			await handle.writeFile(chunk);
			onBytes(chunk.length);
		}
		await handle.sync();
	} finally {
		await handle.close();
	}
	if (hash.digest('hex') !== sha256) {
		throw new BackupError(`${file} is damaged: ${name} does not have the SHA-256 that the manifest gives`, {
			hint: OTHER_BACKUP,
		});
	}
}

/**
 * Takes every part of a backup out into an empty folder, synced.
 * @throws BackupError when a part is not what the manifest says
 */
export async function extractBackup(
	backup: OpenedBackup,
	folder: string,
	onBytes: (done: number, total: number) => void = () => undefined,
): Promise<void> {
	const total = backup.manifest.parts.reduce((sum, { bytes }) => sum + bytes, 0);
	let done = 0;
	for (const part of backup.manifest.parts) {
		await extractPart(backup, part, join(folder, part.name), (bytes) => {
			done += bytes;
			onBytes(done, total);
		});
	}
}

function different(expected: object, found: object): string | null {
	const names = new Set([...Object.keys(expected), ...Object.keys(found)]);
	const wrong = [...names].find(
		(name) =>
			JSON.stringify((expected as Record<string, unknown>)[name]) !==
			JSON.stringify((found as Record<string, unknown>)[name]),
	);
	return wrong ?? null;
}

/**
 * Opens both stores of an extracted backup and holds what they have against the manifest: rows by table, sums of hashes,
 * SQLite's check of the whole file.
 * @throws BackupError that names the first table that differs
 */
export async function checkStores(
	connection: Connection,
	folder: string,
	{ file, manifest }: OpenedBackup,
): Promise<void> {
	const fail = (what: string): never => {
		throw new BackupError(`${file} does not restore to what was backed up: ${what}`, { hint: OTHER_BACKUP });
	};
	const records = recordsContents(join(folder, RECORDS_NAME));
	if (records.integrity !== 'ok') fail(`records.db: ${records.integrity}`);
	const inRecords = different(manifest.records, records.rows);
	if (inRecords !== null) fail(`records.db: table ${inRecords}`);
	if (manifest.schemas.raw === null) return;
	const raw = await rawContents(connection, join(folder, RAW_NAME));
	const inRaw = different(manifest.raw, raw.tables);
	if (inRaw !== null) fail(`raw.duckdb: table ${inRaw}`);
	if (raw.schema !== manifest.schemas.raw) fail(`raw.duckdb: schema ${raw.schema}`);
}
