import { accessSync, constants, existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { settleRestore } from '#records/database.ts';
import type { Records } from '#records/database.ts';
import { sourceStates } from '#records/sources.ts';
import { rawFile } from '#warehouse/raw-copy.ts';
import { StorageError } from './errors.ts';

const RESTORE = 'restore the last backup with `kundig restore FILE --force`; what is there is kept aside';

function bytesOf(path: string): number | null {
	return existsSync(path) ? statSync(path).size : null;
}

function refuse(message: string, hint: string): never {
	throw new StorageError(message, { hint });
}

function modeOf(path: string): string {
	return (statSync(path).mode & 0o777).toString(8).padStart(4, '0');
}

function requireRights(dataDir: string): void {
	if (!statSync(dataDir).isDirectory()) refuse(`${dataDir} is no folder`, 'name another one with --data DIR');
	try {
		accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
	} catch (cause) {
		throw new StorageError(`this user may not write in the data folder ${dataDir} (mode ${modeOf(dataDir)})`, {
			cause,
			hint: `run as its owner, or give the right back: chmod 700 ${dataDir}`,
		});
	}
}

/** What else lies in the folder that speaks of a history, in words; null for nothing. */
function traces(dataDir: string): string | null {
	const found: string[] = [];
	if ((bytesOf(rawFile(dataDir)) ?? 0) > 0) found.push('raw.duckdb');
	if ((bytesOf(join(dataDir, 'records.db-wal')) ?? 0) > 0) found.push('records.db-wal');
	const snapshots = join(dataDir, 'snapshots');
	if (existsSync(snapshots) && readdirSync(snapshots).some((name) => !name.endsWith('.tmp'))) found.push('snapshots');
	return found.length === 0 ? null : found.join(', ');
}

/**
 * Finishes an interrupted restore, and says what is the matter with a data folder before anything is opened, by what lies in it: a store that is missing or
 * empty beside others that are not would be made anew in silence. A folder that is missing, or new, is fine.
 * @throws StorageError with what was found and what to do, LeaseHeldError while a restore is at work
 */
export function requireWholeFolder(dataDir: string): void {
	if (!existsSync(dataDir)) return;
	requireRights(dataDir);
	settleRestore(dataDir);
	const records = bytesOf(join(dataDir, 'records.db'));
	const beside = traces(dataDir);
	if (records === null && beside !== null) {
		refuse(`records.db is missing in ${dataDir}, though there is ${beside}`, RESTORE);
	}
	if (records === 0 && beside !== null) {
		refuse(`records.db in ${dataDir} is empty (0 bytes), though there is ${beside}`, RESTORE);
	}
	if (bytesOf(rawFile(dataDir)) === null && bytesOf(`${rawFile(dataDir)}.wal`) !== null) {
		refuse(`raw.duckdb is missing in ${dataDir}, though its log raw.duckdb.wal is there`, RESTORE);
	}
}

/**
 * Whether raw.duckdb may be made anew. It may where nothing was ever loaded, and where somebody asks for a full run, which
 * loads everything again; what a killed run left of making it is deleted.
 * @throws StorageError where it is missing or empty although the records tell of loads
 */
export async function requireRaw(records: Records, dataDir: string, isFull: boolean): Promise<void> {
	const bytes = bytesOf(rawFile(dataDir));
	if (bytes !== null && bytes > 0) return;
	const loaded = (await sourceStates(records)).filter(({ lastLoadedAt }) => lastLoadedAt !== null);
	if (loaded.length > 0 && !isFull) {
		const what = bytes === null ? 'is missing' : 'is empty (0 bytes)';
		refuse(
			`raw.duckdb ${what} in ${dataDir}, though ${loaded.map(({ source }) => source).join(', ')} were loaded before`,
			`${RESTORE}; or load everything again with \`kundig run --full\`, which begins the history of deals and scores anew`,
		);
	}
	rmSync(rawFile(dataDir), { force: true });
}

/**
 * Refuses a raw.duckdb of another data folder: its loads are not what the records tell of.
 * @throws StorageError
 */
export function requireOwnRaw(dataDir: string, ownId: string, foundId: string | null): void {
	if (foundId === null || foundId === ownId) return;
	refuse(
		`raw.duckdb in ${dataDir} belongs to another data folder (${foundId.slice(0, 8)}, the records here are of ${ownId.slice(0, 8)})`,
		`put the one back that belongs here, or ${RESTORE}`,
	);
}
