import type { Snapshot, SnapshotCheck } from '#records/snapshots.ts';
import type { Connection } from '#warehouse/database.ts';
import type { StagedStates } from '#warehouse/partial/staged-state.ts';
import type { RelationVersions } from '#warehouse/relation-versions.ts';
import { attachPrevious } from '#warehouse/snapshot-files.ts';

/** What a run can take over from the last snapshot instead of making it again. */
export interface LastSnapshot {
	readonly versions: RelationVersions;
	readonly staged: StagedStates;
	readonly checks: readonly SnapshotCheck[];
}

/** Attaches the last snapshot to be copied from; without one, or when its files are gone, there is nothing to take over. */
export async function attachLastSnapshot(
	connection: Connection,
	dataDir: string,
	last: Snapshot | undefined,
): Promise<LastSnapshot> {
	const { versions = {}, staged = {}, checks = [] } = last?.details ?? {};
	const isThere = last !== undefined && (await attachPrevious(connection, dataDir, last.id));
	return isThere ? { versions, staged, checks } : { versions: {}, staged: {}, checks: [] };
}
