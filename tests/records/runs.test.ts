import { fork } from 'node:child_process';
import { expect, it } from 'vitest';
import {
	beat,
	cancelRun,
	changeStep,
	endAbandonedRuns,
	endRun,
	isCancelWanted,
	lastRuns,
	nextWantedRun,
	openRun,
	planSteps,
	runById,
	startRun,
	stepsOfRun,
	wantRun,
} from '#records/runs.ts';
import { openTestRecords } from './open-records.ts';

const STEPS = [
	{ name: 'load', source: 'orders' },
	{ name: 'map', source: null },
];

it('makes one run of a double click, waiting or running', async () => {
	const { records } = await openTestRecords();
	const [first, second] = await Promise.all([
		wantRun(records, { trigger: 'page' }),
		wantRun(records, { trigger: 'page' }),
	]);
	expect(second.runId).toBe(first.runId);
	await startRun(records, first.runId, 1);
	expect((await wantRun(records, { trigger: 'page' })).runId).toBe(first.runId);
	expect((await wantRun(records, { trigger: 'schedule' })).runId).toBe(first.runId);
	expect(await lastRuns(records, 10)).toHaveLength(1);
});

it('gives the command line a run of its own after the one under way, but shares a waiting one', async () => {
	const { records } = await openTestRecords();
	const running = await wantRun(records, { trigger: 'page' });
	await startRun(records, running.runId, 1);
	const own = await wantRun(records, { trigger: 'command' });
	expect(own.runId).not.toBe(running.runId);
	expect(own).toMatchObject({ status: 'wanted', trigger: 'command', isFull: false, onlySources: null });
	expect((await wantRun(records, { trigger: 'command' })).runId).toBe(own.runId);
});

it('gives a run of its own to what a run under way may have passed by', async () => {
	const { records } = await openTestRecords();
	const running = await wantRun(records, { trigger: 'page' });
	await startRun(records, running.runId, 1);
	const own = await wantRun(records, { trigger: 'page', isAnew: true });
	expect(own.runId).not.toBe(running.runId);
	expect((await wantRun(records, { trigger: 'page', isAnew: true })).runId).toBe(own.runId);
});

it('shares a run only when it does the same work', async () => {
	const { records } = await openTestRecords();
	const all = await wantRun(records, { trigger: 'page' });
	const full = await wantRun(records, { trigger: 'page', isFull: true });
	const some = await wantRun(records, { trigger: 'page', onlySources: ['b', 'a'] });
	expect(new Set([all.runId, full.runId, some.runId]).size).toBe(3);
	expect(some.onlySources).toEqual(['a', 'b']);
	expect((await wantRun(records, { trigger: 'page', onlySources: ['a', 'b'] })).runId).toBe(some.runId);
});

it('makes one run of what several processes want at once', async () => {
	const { records, dataDir } = await openTestRecords();
	const children = Array.from({ length: 3 }, () => fork(new URL('./runs/want-runs.ts', import.meta.url), [dataDir]));
	await Promise.all(children.map((child) => new Promise((resolve) => child.once('message', resolve))));
	const ids = children.map(
		(child) => new Promise<string[]>((resolve) => child.once('message', (all) => resolve(all as string[]))),
	);
	for (const child of children) child.send('go');
	const given = (await Promise.all(ids)).flat();
	expect(given).toHaveLength(60);
	expect(new Set(given).size).toBe(1);
	expect(await lastRuns(records, 10)).toHaveLength(1);
});

it('gives runs in the order in which they were wanted, the running one as the open one', async () => {
	const { records } = await openTestRecords();
	expect(await nextWantedRun(records)).toBeNull();
	expect(await openRun(records)).toBeNull();
	const first = await wantRun(records, { trigger: 'page' });
	await new Promise((resolve) => setTimeout(resolve, 2));
	const second = await wantRun(records, { trigger: 'page', isFull: true });
	expect((await nextWantedRun(records))?.runId).toBe(first.runId);
	expect((await openRun(records))?.runId).toBe(first.runId);
	await startRun(records, second.runId, 1);
	expect((await openRun(records))?.runId).toBe(second.runId);
	expect((await lastRuns(records, 1)).map((run) => run.runId)).toEqual([second.runId]);
});

it('keeps how a run ended', async () => {
	const { records } = await openTestRecords();
	const { runId } = await wantRun(records, { trigger: 'start' });
	await startRun(records, runId, 7);
	const error = { kind: 'source', message: 'orders.csv is missing', hint: 'put it back' };
	const end = { status: 'failed', seconds: 1.5, snapshotId: null, asOf: null, report: '{"a":1}', error } as const;
	await endRun(records, runId, end);
	expect(await runById(records, runId)).toMatchObject({ ...end, runId, trigger: 'start', isCancelWanted: false });
	expect(await runById(records, 'nobody')).toBeNull();
	expect(await openRun(records)).toBeNull();
});

it('does not start a run that was cancelled while it waited', async () => {
	const { records } = await openTestRecords();
	const { runId } = await wantRun(records, { trigger: 'page' });
	await cancelRun(records, runId);
	expect(await startRun(records, runId, 1)).toBe(false);
	expect((await runById(records, runId))?.status).toBe('cancelled');
});

it('cancels a waiting run at once, asks a running one, and leaves one that has ended', async () => {
	const { records } = await openTestRecords();
	const waiting = await wantRun(records, { trigger: 'page' });
	expect(await cancelRun(records, waiting.runId)).toBe(true);
	expect((await runById(records, waiting.runId))?.status).toBe('cancelled');
	expect(await cancelRun(records, waiting.runId)).toBe(false);

	const running = await wantRun(records, { trigger: 'page' });
	await startRun(records, running.runId, 1);
	expect(await isCancelWanted(records, running.runId)).toBe(false);
	expect(await cancelRun(records, running.runId)).toBe(true);
	expect((await runById(records, running.runId))?.status).toBe('running');
	expect(await isCancelWanted(records, running.runId)).toBe(true);
	expect(await cancelRun(records, 'nobody')).toBe(false);
});

it('ends what a dead process left running, with the step it was at, and nothing else', async () => {
	const { records } = await openTestRecords();
	const left = await wantRun(records, { trigger: 'page' });
	await startRun(records, left.runId, 1);
	await planSteps(records, left.runId, STEPS);
	await changeStep(records, left.runId, 0, { status: 'running' });
	const waiting = await wantRun(records, { trigger: 'command' });
	expect(await endAbandonedRuns(records)).toBe(1);
	const ended = await runById(records, left.runId);
	expect(ended).toMatchObject({ status: 'failed', error: { kind: 'interrupted' } });
	expect(ended?.endedAt).not.toBeNull();
	expect((await stepsOfRun(records, left.runId)).map((step) => step.status)).toEqual(['failed', 'waiting']);
	expect((await runById(records, waiting.runId))?.status).toBe('wanted');
	expect(await endAbandonedRuns(records)).toBe(0);
});

it('shows the steps of a run before they start, and how far each is', async () => {
	const { records } = await openTestRecords();
	const { runId } = await wantRun(records, { trigger: 'page' });
	expect(await stepsOfRun(records, runId)).toEqual([]);
	await planSteps(records, runId, STEPS);
	await changeStep(records, runId, 0, { status: 'running', startedAt: '2026-01-01T00:00:00Z' });
	await changeStep(records, runId, 0, { done: 5, total: 10, unit: 'bytes' });
	const waiting = { status: 'waiting', done: 0, total: null, unit: null, seconds: null };
	expect(await stepsOfRun(records, runId)).toEqual([
		{
			position: 0,
			name: 'load',
			source: 'orders',
			status: 'running',
			done: 5,
			total: 10,
			unit: 'bytes',
			seconds: null,
		},
		{ position: 1, name: 'map', source: null, ...waiting },
	]);
	await planSteps(records, runId, STEPS.slice(1));
	expect(await stepsOfRun(records, runId)).toEqual([{ position: 0, name: 'map', source: null, ...waiting }]);
});

it('ends a run once: a process that was taken for dead changes nothing of what was said', async () => {
	const { records } = await openTestRecords();
	const { runId } = await wantRun(records, { trigger: 'page' });
	await startRun(records, runId, 1);
	await endAbandonedRuns(records);
	const late = { status: 'ok', seconds: 1, snapshotId: 'S', asOf: '2026-01-01', report: '{}', error: null } as const;
	expect(await endRun(records, runId, late)).toBe(false);
	expect(await runById(records, runId)).toMatchObject({
		status: 'failed',
		report: null,
		error: { kind: 'interrupted' },
	});
});

it('ends only those of the running that are abandoned, as their process and its last sign of life say', async () => {
	const { records } = await openTestRecords();
	const silent = await wantRun(records, { trigger: 'page' });
	await startRun(records, silent.runId, 1);
	const seen: unknown[] = [];
	await beat(records, silent.runId);
	const ended = await endAbandonedRuns(records, {
		isAbandoned: ({ run, pid, heartbeatAt }) => {
			seen.push(run.runId, pid, typeof heartbeatAt);
			return false;
		},
	});
	expect(ended).toBe(0);
	expect(seen).toEqual([silent.runId, process.pid, 'string']);
	expect((await runById(records, silent.runId))?.status).toBe('running');
});
