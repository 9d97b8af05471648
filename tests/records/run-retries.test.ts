import { describe, expect, it } from 'vitest';
import { fileDueRetries, nextAttempt } from '#records/run-retries.ts';
import { endRun, lastRuns, nextWantedRun, runById, startRun, wantRun } from '#records/runs.ts';
import { openTestRecords } from './open-records.ts';

describe('a run that is to be tried again', () => {
	const error = { kind: 'storage', message: 'the disk is full', hint: 'free some space' };
	const failed = { status: 'failed', seconds: 1, snapshotId: null, asOf: null, report: null, error } as const;

	async function failedUntil(retryAt: string, trigger: 'schedule' | 'command' = 'schedule') {
		const { records } = await openTestRecords();
		const { runId } = await wantRun(records, { trigger, isFull: true, onlySources: ['a'] });
		await startRun(records, runId, 1);
		await endRun(records, runId, { ...failed, retryAt });
		return { records, runId };
	}

	it('is filed at its time, does the same, and names the one before', async () => {
		const { records, runId } = await failedUntil('2026-01-01T00:01:00.000Z');
		expect(await fileDueRetries(records, '2026-01-01T00:00:59.000Z')).toBe(0);
		expect(await fileDueRetries(records, '2026-01-01T00:01:00.000Z')).toBe(1);
		expect(await fileDueRetries(records, '2026-01-01T00:02:00.000Z')).toBe(0);
		expect(await nextWantedRun(records)).toMatchObject({
			trigger: 'schedule',
			isFull: true,
			onlySources: ['a'],
			attempt: 2,
			previousRunId: runId,
		});
		expect((await runById(records, runId))?.retryAt).toBeNull();
		expect(await nextAttempt(records, runId)).toBe((await nextWantedRun(records))?.runId);
	});

	it('is not filed beside one that already waits for the same', async () => {
		const { records } = await failedUntil('2026-01-01T00:01:00.000Z');
		const waiting = await wantRun(records, { trigger: 'page', isFull: true, onlySources: ['a'] });
		await fileDueRetries(records, '2026-01-01T00:01:00.000Z');
		expect(await lastRuns(records, 10)).toHaveLength(2);
		expect((await nextWantedRun(records))?.runId).toBe(waiting.runId);
	});

	it('is filed at once where the clock went back so far that its time lies further ahead than any wait', async () => {
		const { records } = await failedUntil('2026-01-01T00:01:00.000Z');
		expect(await fileDueRetries(records, '2025-12-31T22:00:00.000Z')).toBe(1);
	});

	it('is not tried any more once another run of the same work succeeded', async () => {
		const { records, runId } = await failedUntil('2026-01-01T00:01:00.000Z');
		const other = await wantRun(records, { trigger: 'page' });
		await endRun(records, other.runId, { ...failed, status: 'ok', error: null });
		expect((await runById(records, runId))?.retryAt).not.toBeNull();
		const same = await wantRun(records, { trigger: 'page', isFull: true, onlySources: ['a'] });
		await endRun(records, same.runId, { ...failed, status: 'unchanged', error: null });
		expect((await runById(records, runId))?.retryAt).toBeNull();
	});
});
