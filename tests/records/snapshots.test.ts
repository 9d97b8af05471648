import { expect, it } from 'vitest';
import type { Records } from '#records/database.ts';
import { takeLease } from '#records/lease.ts';
import { lastRuns, startRun, wantRun } from '#records/runs.ts';
import {
	currentSnapshot,
	FencedError,
	forgetSnapshot,
	listSnapshots,
	publishSnapshot,
	setSnapshotAside,
	useSnapshot,
} from '#records/snapshots.ts';
import type { Snapshot } from '#records/snapshots.ts';
import { openTestRecords } from './open-records.ts';

function snapshot(id: string, publishedAt = '2026-01-01T00:00:00.000Z'): Snapshot {
	const relations = [{ name: 'fct_orders', rows: 3, seconds: 0.1 }];
	const checks = [{ name: 'orders unique', severity: 'error', status: 'passed', failing: 0 }] as const;
	return {
		id,
		runId: `R${id}`,
		asOf: '2026-01-01',
		fingerprint: 'f',
		bytes: 9,
		publishedAt,
		details: { relations, checks },
	};
}

async function withLease(): Promise<{
	records: Records;
	dataDir: string;
	token: number;
	release: () => Promise<void>;
}> {
	const { records, dataDir } = await openTestRecords();
	const lease = await takeLease(records, dataDir, 'run', new Date());
	return { records, dataDir, token: lease.token, release: () => lease.release() };
}

it('gives back what was published, the newest as the current one', async () => {
	const { records, token, release } = await withLease();
	expect(await currentSnapshot(records)).toBeNull();
	await publishSnapshot(records, snapshot('A'), token);
	await publishSnapshot(records, snapshot('B', '2026-01-02T00:00:00.000Z'), token);
	expect(await currentSnapshot(records)).toEqual(snapshot('B', '2026-01-02T00:00:00.000Z'));
	expect((await listSnapshots(records)).map(({ id }) => id)).toEqual(['B', 'A']);
	await release();
});

it('publishes nothing of a run that has lost the data folder', async () => {
	const { records, dataDir, token, release } = await withLease();
	await publishSnapshot(records, snapshot('A'), token);
	await release();
	const other = await takeLease(records, dataDir, 'run', new Date());
	const failure = await publishSnapshot(records, snapshot('B'), token).catch((error: unknown) => error);
	expect(failure).toBeInstanceOf(FencedError);
	expect((failure as Error).message).toBe('the lease of this run (token 1) was taken over by another process');
	expect((await listSnapshots(records)).map(({ id }) => id)).toEqual(['A']);
	expect((await currentSnapshot(records))?.id).toBe('A');
	await other.release();
});

it('enters a snapshot and moves the pointer together or not at all', async () => {
	const { records, token, release } = await withLease();
	await publishSnapshot(records, snapshot('A'), token);
	await records.schema.alterTable('pointer').renameTo('pointer_away').execute();
	await expect(publishSnapshot(records, snapshot('B'), token)).rejects.toThrow('no such table: pointer');
	await records.schema.alterTable('pointer_away').renameTo('pointer').execute();
	expect((await listSnapshots(records)).map(({ id }) => id)).toEqual(['A']);
	expect((await currentSnapshot(records))?.id).toBe('A');
	await release();
});

it('goes back to a kept snapshot, and to no other', async () => {
	const { records, token, release } = await withLease();
	await publishSnapshot(records, snapshot('A'), token);
	await publishSnapshot(records, snapshot('B'), token);
	expect(await useSnapshot(records, 'A')).toBe(true);
	expect((await currentSnapshot(records))?.id).toBe('A');
	expect(await useSnapshot(records, 'C')).toBe(false);
	expect((await currentSnapshot(records))?.id).toBe('A');
	await release();
});

it('forgets any snapshot but the one in use', async () => {
	const { records, token, release } = await withLease();
	await publishSnapshot(records, snapshot('A'), token);
	await publishSnapshot(records, snapshot('B'), token);
	expect(await forgetSnapshot(records, 'B')).toBe(false);
	expect(await forgetSnapshot(records, 'A')).toBe(true);
	expect((await listSnapshots(records)).map(({ id }) => id)).toEqual(['B']);
	await release();
});

it('sets a damaged snapshot aside for the newest one left, and wants what it held built anew', async () => {
	const { records, token, release } = await withLease();
	await publishSnapshot(records, snapshot('A', '2026-01-01T00:00:00.000Z'), token);
	await publishSnapshot(records, snapshot('B', '2026-01-02T00:00:00.000Z'), token);
	await publishSnapshot(records, snapshot('C', '2026-01-03T00:00:00.000Z'), token);
	// A run under way may have found that there is nothing new already.
	await startRun(records, (await wantRun(records, { trigger: 'schedule' })).runId, token);
	await setSnapshotAside(records, 'C');
	await setSnapshotAside(records, 'C');
	expect((await currentSnapshot(records))?.id).toBe('B');
	expect((await lastRuns(records, 9)).map(({ trigger, status }) => [trigger, status])).toEqual([
		['start', 'wanted'],
		['schedule', 'running'],
	]);
	await setSnapshotAside(records, 'A');
	expect((await listSnapshots(records)).map(({ id }) => id)).toEqual(['B']);
	expect(await lastRuns(records, 9)).toHaveLength(2);
	await setSnapshotAside(records, 'B');
	expect(await currentSnapshot(records)).toBeNull();
	await release();
});
