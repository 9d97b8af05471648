import type { Records, RecordsTransaction } from './database.ts';
import { fileRun } from './runs.ts';
import type { SnapshotsTable } from './schema/runs.ts';

export interface SnapshotCheck {
	readonly name: string;
	readonly severity: 'error' | 'warn';
	readonly status: 'passed' | 'failed';
	readonly failing: number;
	/** What is wrong when it fails, in words; missing in snapshots of before. */
	readonly meaning?: string;
	/** A few of the failing rows in words. */
	readonly sample?: readonly string[];
	/** Whether somebody wrote it beside their config. */
	readonly isOwn?: boolean;
	/** A hash of what it was asked of: the same one needs no second asking. */
	readonly version?: string | undefined;
}

export interface SnapshotDetails {
	readonly relations: readonly {
		readonly name: string;
		readonly rows: number;
		readonly seconds: number;
		readonly isCopied?: boolean;
		readonly changeSeconds?: number;
		/** Why it was built: new, its SQL, the engine, or what it reads; missing in snapshots of before. */
		readonly reason?: { readonly kind: string; readonly changed?: readonly string[] } | null;
	}[];
	/** By relation, a hash of what it was made of and one of what came of it; missing in snapshots of before. */
	readonly versions?: Readonly<
		Record<string, { readonly inputs: string; readonly version: string; readonly sql?: string }>
	>;
	/** By staging view whose facts are changed in part, what it showed; missing in snapshots of before. */
	readonly staged?: Readonly<
		Record<string, { readonly sql: string; readonly loads: readonly string[]; readonly rows: number }>
	>;
	readonly checks: readonly SnapshotCheck[];
}

export interface Snapshot {
	readonly id: string;
	readonly runId: string;
	readonly asOf: string;
	readonly fingerprint: string;
	readonly bytes: number;
	readonly publishedAt: string;
	readonly details: SnapshotDetails;
}

/** The run that wants to publish has lost the data folder to another one. */
export class FencedError extends Error {
	constructor(token: number) {
		super(`the lease of this run (token ${token}) was taken over by another process`);
		this.name = 'FencedError';
	}
}

function toSnapshot(row: SnapshotsTable): Snapshot {
	return {
		id: row.snapshot_id,
		runId: row.run_id,
		asOf: row.as_of,
		fingerprint: row.fingerprint,
		bytes: row.bytes,
		publishedAt: row.published_at,
		details: JSON.parse(row.details) as SnapshotDetails,
	};
}

/**
 * Enters a snapshot and moves the pointer to it, in one transaction: this is the moment a run's work becomes visible.
 * @throws FencedError when another process has taken the lease since
 */
export async function publishSnapshot(records: Records, snapshot: Snapshot, fencingToken: number): Promise<void> {
	await records.transaction().execute(async (transaction) => {
		const lease = await transaction.selectFrom('lease').select('token').executeTakeFirst();
		if (lease?.token !== fencingToken) throw new FencedError(fencingToken);
		await transaction
			.insertInto('snapshots')
			.values({
				snapshot_id: snapshot.id,
				run_id: snapshot.runId,
				as_of: snapshot.asOf,
				fingerprint: snapshot.fingerprint,
				bytes: snapshot.bytes,
				published_at: snapshot.publishedAt,
				details: JSON.stringify(snapshot.details),
			})
			.execute();
		await transaction
			.replaceInto('pointer')
			.values({ id: 1, snapshot_id: snapshot.id, moved_at: snapshot.publishedAt, reason: 'published' })
			.execute();
	});
}

/** The snapshot that the pointer names, or null before the first one. */
export async function currentSnapshot(records: Records): Promise<Snapshot | null> {
	const row = await records
		.selectFrom('pointer')
		.innerJoin('snapshots', 'snapshots.snapshot_id', 'pointer.snapshot_id')
		.selectAll('snapshots')
		.executeTakeFirst();
	return row ? toSnapshot(row) : null;
}

/** All kept snapshots, the newest first. */
export async function listSnapshots(records: Records): Promise<Snapshot[]> {
	const rows = await records.selectFrom('snapshots').selectAll().orderBy('published_at', 'desc').execute();
	return rows.map(toSnapshot);
}

/** Points at another kept snapshot. Gives whether there is one of that id. */
export async function useSnapshot(records: Records, id: string): Promise<boolean> {
	return records.transaction().execute(async (transaction) => {
		const known = await transaction
			.selectFrom('snapshots')
			.select('snapshot_id')
			.where('snapshot_id', '=', id)
			.executeTakeFirst();
		if (!known) return false;
		await transaction
			.replaceInto('pointer')
			.values({ id: 1, snapshot_id: id, moved_at: new Date().toISOString(), reason: 'chosen' })
			.execute();
		return true;
	});
}

/** Forgets a snapshot whose folder is about to go; the one in use is never forgotten (false). */
export async function forgetSnapshot(records: Records, id: string): Promise<boolean> {
	return records.transaction().execute(async (transaction) => {
		const pointer = await transaction.selectFrom('pointer').select('snapshot_id').executeTakeFirst();
		if (pointer?.snapshot_id === id) return false;
		await transaction.deleteFrom('snapshots').where('snapshot_id', '=', id).execute();
		return true;
	});
}

/** Forgets snapshots; where the one in use is among them, the newest that is left is used. Gives whether that moved. */
async function forgetIn(transaction: RecordsTransaction, ids: readonly string[], reason: string): Promise<boolean> {
	const pointer = await transaction.selectFrom('pointer').select('snapshot_id').executeTakeFirst();
	const isInUse = pointer !== undefined && ids.includes(pointer.snapshot_id);
	if (isInUse) {
		await transaction.deleteFrom('pointer').execute();
		const left = await transaction
			.selectFrom('snapshots')
			.select('snapshot_id')
			.where('snapshot_id', 'not in', ids)
			.orderBy('published_at', 'desc')
			.executeTakeFirst();
		if (left !== undefined) {
			const moved = { id: 1, snapshot_id: left.snapshot_id, moved_at: new Date().toISOString(), reason };
			await transaction.insertInto('pointer').values(moved).execute();
		}
	}
	await transaction.deleteFrom('snapshots').where('snapshot_id', 'in', ids).execute();
	return isInUse;
}

/**
 * Forgets the snapshots whose folders are gone. Where the one in use is among them, the newest that is left is used; without
 * any there is none. Gives how many were lost.
 */
export async function forgetLostSnapshots(records: Records, isThere: (id: string) => boolean): Promise<number> {
	const lost = (await listSnapshots(records)).filter(({ id }) => !isThere(id)).map(({ id }) => id);
	if (lost.length === 0) return 0;
	await records.transaction().execute((transaction) => forgetIn(transaction, lost, 'lost'));
	return lost.length;
}

/**
 * Forgets a damaged snapshot. Where it was in use, the newest that is left is used from now on, and a run is filed that
 * builds what is missing; without any there is none until then. Its folder goes with the next run. Whoever comes second
 * changes nothing.
 */
export async function setSnapshotAside(records: Records, id: string): Promise<void> {
	await records.transaction().execute(async (transaction) => {
		if (await forgetIn(transaction, [id], 'damaged')) await fileRun(transaction, { trigger: 'start' });
	});
}
