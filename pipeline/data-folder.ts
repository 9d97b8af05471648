import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Records } from '#records/database.ts';
import { endAbandonedRuns } from '#records/runs.ts';
import { mendSlots } from '#records/slots.ts';
import { forgetLostSnapshots, listSnapshots } from '#records/snapshots.ts';
import { removeOtherSnapshots, snapshotsFolder } from '#warehouse/snapshot-files.ts';
import { StorageError } from './errors.ts';
import { retryInstant } from './retries.ts';

/** The folder of a run for what it must put aside; it goes with the run. */
export function temporaryFolder(dataDir: string, runId: string): string {
	const folder = join(dataDir, 'tmp', runId);
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	return folder;
}

export function removeTemporaryFolder(dataDir: string, runId: string): void {
	rmSync(join(dataDir, 'tmp', runId), { recursive: true, force: true });
}

/**
 * Clears what a dead process left: runs that never ended (which are tried again), half-built snapshots, temporary files;
 * and forgets snapshots whose files somebody has taken away, so that they are built anew. Only with the lease in hand, for
 * then nobody is at work. Gives how many runs there were.
 */
export async function clearLeftovers(records: Records, dataDir: string): Promise<number> {
	const abandoned = await endAbandonedRuns(records, { retryAt: retryInstant });
	await mendSlots(records);
	await forgetLostSnapshots(records, (id) => existsSync(join(snapshotsFolder(dataDir), id)));
	const known = await listSnapshots(records);
	removeOtherSnapshots(dataDir, new Set(known.map((snapshot) => snapshot.id)));
	rmSync(join(dataDir, 'tmp'), { recursive: true, force: true });
	return abandoned;
}

const RESERVE_BYTES = 512 * 1024;
const reserveFile = (dataDir: string): string => join(dataDir, 'reserve');

/** Sets some space aside, so that a run which fills the disk can still write down that it failed. */
export function keepReserve(dataDir: string): void {
	// Random, or a file system that compresses would set nothing aside.
	if (!existsSync(reserveFile(dataDir)))
		writeFileSync(reserveFile(dataDir), randomBytes(RESERVE_BYTES), { mode: 0o600 });
}

export function giveUpReserve(dataDir: string): void {
	rmSync(reserveFile(dataDir), { force: true });
}

function folderBytes(folder: string): number {
	let bytes = 0;
	for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
		if (entry.isFile()) bytes += statSync(join(entry.parentPath, entry.name)).size;
	}
	return bytes;
}

const LEAST_FREE_BYTES = 256 * 1024 * 1024;
const MEGABYTE = 1024 * 1024;

/**
 * Refuses to begin what cannot end: a run writes a whole new snapshot, so three times what is kept now must be free, and
 * 256 MB in any case (`KUNDIG_MIN_FREE_MB` sets another floor).
 * @throws StorageError that says how much is missing
 */
export async function requireFreeSpace(dataDir: string): Promise<void> {
	const floor = process.env.KUNDIG_MIN_FREE_MB;
	const least = floor === undefined ? LEAST_FREE_BYTES : Number(floor) * MEGABYTE;
	mkdirSync(snapshotsFolder(dataDir), { recursive: true, mode: 0o700 });
	const newest = readdirSync(snapshotsFolder(dataDir)).sort().at(-1);
	const kept = newest === undefined ? 0 : folderBytes(join(snapshotsFolder(dataDir), newest));
	const { bavail, bsize } = await statfs(dataDir);
	const needed = Math.max(least, floor === undefined ? 3 * kept : 0);
	if (bavail * bsize < needed) {
		throw new StorageError(
			`too little free space for a run: ${Math.floor((bavail * bsize) / MEGABYTE)} MB free, ${Math.ceil(needed / MEGABYTE)} MB needed in ${dataDir}`,
			{ hint: 'free some space, or remove old snapshots with `kundig snapshots prune`' },
		);
	}
}
