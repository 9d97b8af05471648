import type { Records } from '#records/database.ts';
import { currentSnapshot, forgetSnapshot, listSnapshots } from '#records/snapshots.ts';
import type { Snapshot } from '#records/snapshots.ts';
import { removeOtherSnapshots } from '#warehouse/snapshot-files.ts';

export interface Retention {
	/** The newest ones, always kept. */
	readonly keep: number;
	/** Beside them the newest of each of so many days. */
	readonly days: number;
}

/** Which snapshots retention lets go of, given all of them newest first; the one in use always stays. Pure. */
export function snapshotsToRemove(
	snapshots: readonly Pick<Snapshot, 'id' | 'publishedAt'>[],
	currentId: string | null,
	retention: Retention,
): string[] {
	const kept = new Set(snapshots.slice(0, retention.keep).map((snapshot) => snapshot.id));
	if (currentId !== null) kept.add(currentId);
	const newestOfDay = new Map<string, string>();
	for (const snapshot of snapshots) {
		const day = snapshot.publishedAt.slice(0, 10);
		if (!newestOfDay.has(day)) newestOfDay.set(day, snapshot.id);
	}
	for (const id of [...newestOfDay.values()].slice(0, retention.days)) kept.add(id);
	return snapshots.map((snapshot) => snapshot.id).filter((id) => !kept.has(id));
}

/** Forgets and deletes what retention lets go of. Gives the ids removed. */
export async function pruneSnapshots(records: Records, dataDir: string, retention: Retention): Promise<string[]> {
	const all = await listSnapshots(records);
	const current = await currentSnapshot(records);
	const removed: string[] = [];
	for (const id of snapshotsToRemove(all, current?.id ?? null, retention)) {
		if (await forgetSnapshot(records, id)) removed.push(id);
	}
	if (removed.length > 0) {
		const gone = new Set(removed);
		removeOtherSnapshots(dataDir, new Set(all.map((snapshot) => snapshot.id).filter((id) => !gone.has(id))));
	}
	return removed;
}
