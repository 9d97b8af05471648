import { beforeEach, expect, test } from 'vitest';
import type { Records } from '#records/database.ts';
import { changeStep, endRun, lastRuns, planSteps, startRun, wantRun } from '#records/runs.ts';
import { askForRun, askToCancel, readProgress, readRun, readRuns } from '#lib/server/runs.ts';
import { ownRecords } from './data-folder.ts';

let db: Records;

beforeEach(async () => {
	db = await ownRecords();
	await db.deleteFrom('run_steps').execute();
	await db.deleteFrom('runs').execute();
});

const source = (name: string, read: number, loaded: number, quarantined: number, status = 'ok') => ({
	name,
	status,
	read,
	loaded,
	unchanged: read - loaded - quarantined,
	quarantined,
	seconds: 0.5,
	error: status === 'failed' ? 'the file is gone' : null,
});

/** A run that has ended with what it said of its sources. */
async function endedRun(sources: readonly object[], report?: string): Promise<string> {
	const { runId } = await wantRun(db, { trigger: 'command' });
	await startRun(db, runId, 1);
	await endRun(db, runId, {
		status: 'ok',
		seconds: 2.5,
		snapshotId: null,
		asOf: '2026-11-24',
		report: report ?? JSON.stringify({ sources, checks: [] }),
		error: null,
	});
	return runId;
}

test('a run counts the rows of all its sources', async () => {
	await endedRun([source('orders', 100, 60, 3), source('lines', 1000, 0, 0)]);
	const { rows } = await readRuns(20);
	expect(rows[0]?.counts).toEqual({ read: 1100, loaded: 60, unchanged: 1037, quarantined: 3 });
});

test('a run that did not get to its sources counts nothing, not zero', async () => {
	const wanted = await askForRun();
	expect((await readRuns(20)).rows).toMatchObject([{ runId: wanted, status: 'wanted', counts: null }]);
});

test('a report of another shape costs its counts, not the page', async () => {
	const runId = await endedRun([], '{"sources": 3}');
	expect(await readRun(runId)).toMatchObject({ run: { counts: null }, details: { sources: [], checks: [] } });
});

test('a source is counted by the newest run that got to it', async () => {
	await endedRun([source('orders', 5, 5, 0), source('lines', 7, 7, 0)]);
	await endedRun([source('orders', 9, 1, 2), source('lines', 0, 0, 0, 'skipped')]);
	const { lastCounts } = await readRuns(20);
	expect(lastCounts.get('orders')).toEqual({ read: 9, loaded: 1, unchanged: 6, quarantined: 2 });
	expect(lastCounts.get('lines')?.read).toBe(7);
});

test('asking twice makes one run, and it can be asked to stop once', async () => {
	const first = await askForRun();
	expect(await askForRun()).toBe(first);
	expect(await lastRuns(db, 20)).toHaveLength(1);
	expect(await askToCancel(first)).toBe(true);
	expect(await askToCancel(first)).toBe(false);
	expect(await askToCancel('NOBODY')).toBe(false);
});

test('progress is that of the run under way, or of one that is named, ended or not', async () => {
	expect(await readProgress()).toBeNull();
	const ended = await endedRun([]);
	expect(await readProgress()).toBeNull();
	expect(await readProgress(ended)).toMatchObject({ runId: ended, status: 'ok', seconds: 2.5 });
	const wanted = await askForRun();
	await startRun(db, wanted, 1);
	await planSteps(db, wanted, [
		{ name: 'load', source: 'orders' },
		{ name: 'publish', source: null },
	]);
	await changeStep(db, wanted, 0, { status: 'running', done: 40, total: 100, unit: 'bytes' });
	expect(await readProgress()).toMatchObject({
		runId: wanted,
		status: 'running',
		steps: [
			{ name: 'load', source: 'orders', status: 'running', done: 40, total: 100, unit: 'bytes' },
			{ name: 'publish', source: null, status: 'waiting' },
		],
	});
	expect(await readProgress('NOBODY')).toBeNull();
});

test('a run that does not exist is none', async () => {
	expect(await readRun('NOBODY')).toBeNull();
});
