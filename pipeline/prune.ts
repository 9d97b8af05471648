import type { Records } from '#records/database.ts';
import { currentSnapshot, forgetSnapshot, listSnapshots } from '#records/snapshots.ts';
import type { Snapshot } from '#records/snapshots.ts';
import { removeOtherSnapshots } from '#warehouse/snapshot-files.ts';

export interface Retention {
	/** The newest ones, always kept but for the budget. */
	readonly keep: number;
	/** Beside them the newest of each of so many days. */
	readonly days: number;
	/** What all of them may take, in gigabytes of a thousand million bytes; no limit where left out. */
	readonly maxGigabytes?: number | undefined;
}

/** Why a snapshot goes: there are newer ones enough, or all together take more than they may. */
export type PruneReason = 'age' | 'budget';

export interface Removal {
	readonly id: string;
	readonly bytes: number;
	readonly reason: PruneReason;
}

export interface Pruned {
	readonly removed: readonly Removal[];
	/** What those that are left take. */
	readonly keptBytes: number;
	/** By how much that is more than they may take: the newest and the one in use are never removed. */
	readonly overBytes: number;
}

const GIGABYTE = 1e9;

/**
 * Which snapshots retention and budget let go of, given all of them newest first. The newest and the one in use always
 * stay; beyond the budget the oldest go first. Pure.
 */
export function snapshotsToRemove(
	snapshots: readonly Pick<Snapshot, 'id' | 'publishedAt' | 'bytes'>[],
	currentId: string | null,
	retention: Retention,
): Pruned {
	const kept = new Set(snapshots.slice(0, retention.keep).map((snapshot) => snapshot.id));
	if (currentId !== null) kept.add(currentId);
	const newestOfDay = new Map<string, string>();
	for (const snapshot of snapshots) {
		const day = snapshot.publishedAt.slice(0, 10);
		if (!newestOfDay.has(day)) newestOfDay.set(day, snapshot.id);
	}
	for (const id of [...newestOfDay.values()].slice(0, retention.days)) kept.add(id);

	const budget = retention.maxGigabytes === undefined ? Infinity : retention.maxGigabytes * GIGABYTE;
	const [newest] = snapshots;
	const reasons = new Map<string, PruneReason>();
	for (const { id } of snapshots) if (!kept.has(id)) reasons.set(id, 'age');
	let keptBytes = snapshots.filter(({ id }) => kept.has(id)).reduce((sum, { bytes }) => sum + bytes, 0);
	for (const { id, bytes } of snapshots.toReversed()) {
		if (keptBytes <= budget) break;
		if (id === newest?.id || id === currentId || reasons.has(id)) continue;
		reasons.set(id, 'budget');
		keptBytes -= bytes;
	}
	return {
		removed: snapshots.flatMap(({ id, bytes }) => {
			const reason = reasons.get(id);
			return reason === undefined ? [] : [{ id, bytes, reason }];
		}),
		keptBytes,
		overBytes: Math.max(0, keptBytes - budget),
	};
}

/** Forgets and deletes what retention and budget let go of, and says why each went. */
export async function pruneSnapshots(records: Records, dataDir: string, retention: Retention): Promise<Pruned> {
	const all = await listSnapshots(records);
	const current = await currentSnapshot(records);
	const planned = snapshotsToRemove(all, current?.id ?? null, retention);
	const removed: Removal[] = [];
	for (const removal of planned.removed) {
		if (await forgetSnapshot(records, removal.id)) removed.push(removal);
	}
	if (removed.length > 0) {
		const gone = new Set(removed.map(({ id }) => id));
		removeOtherSnapshots(dataDir, new Set(all.map((snapshot) => snapshot.id).filter((id) => !gone.has(id))));
	}
	return { ...planned, removed };
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

const WHY: Readonly<Record<PruneReason, string>> = {
	age: 'newer ones are kept (snapshots.keep, snapshots.days)',
	budget: 'all together took more than snapshots.maxGigabytes',
};

/** What was removed and why, and what could not be, in sentences; none where nothing is to be said. */
export function describePruned({ removed, keptBytes, overBytes }: Pruned): string[] {
	return [
		...removed.map(({ id, bytes, reason }) => `removed snapshot ${id} (${megabytes(bytes)}): ${WHY[reason]}`),
		...(overBytes > 0
			? [
					`the snapshots that are left take ${megabytes(keptBytes)}, ${megabytes(overBytes)} more than snapshots.maxGigabytes: the newest and the one in use are never removed`,
				]
			: []),
	];
}
