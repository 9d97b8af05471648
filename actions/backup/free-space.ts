import { statfs } from 'node:fs/promises';
import { BackupError } from './backup-error.ts';

const MEGABYTE = 1024 * 1024;
/** What is left free in any case, so that others can go on writing. */
const RESERVE = 64 * MEGABYTE;

/**
 * Refuses to begin what the disk has no room for.
 * @throws BackupError that says how much is missing and where
 */
export async function requireSpace(folder: string, bytes: number, what: string): Promise<void> {
	const { bavail, bsize } = await statfs(folder);
	const free = bavail * bsize;
	if (free >= bytes + RESERVE) return;
	throw new BackupError(
		`too little free space for ${what}: ${Math.floor(free / MEGABYTE)} MB free, ${Math.ceil((bytes + RESERVE) / MEGABYTE)} MB needed in ${folder}`,
		{ hint: 'free some space, or name a file on another disk; `kundig snapshots prune` removes old snapshots' },
	);
}
