import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { trackProgress } from '#pipeline/progress.ts';
import type { StepState } from '#pipeline/progress.ts';
import { openRecords } from '#records/database.ts';
import type { Records } from '#records/database.ts';
import { stepsOfRun, wantRun } from '#records/runs.ts';

const PLANNED = [
	{ name: 'load', source: 'orders' },
	{ name: 'map', source: null },
];
let dataDir: string;
let records: Records;
let runId: string;

beforeEach(async () => {
	dataDir = mkdtempSync(join(tmpdir(), 'kundig-progress-'));
	records = await openRecords(dataDir);
	runId = (await wantRun(records, { trigger: 'page' })).runId;
});

afterEach(async () => {
	await records.destroy();
	rmSync(dataDir, { recursive: true, force: true });
});

it('writes steps before they start, and how each ended', async () => {
	const progress = await trackProgress(records, runId, PLANNED);
	expect((await stepsOfRun(records, runId)).map((step) => step.status)).toEqual(['waiting', 'waiting']);
	await progress.start(0);
	progress.advance(0, 3, 10, 'bytes');
	await progress.flush();
	expect((await stepsOfRun(records, runId))[0]).toMatchObject({ status: 'running', done: 3, total: 10, unit: 'bytes' });
	// The last word is never left out, however soon it comes after another.
	progress.advance(0, 10, 10, 'bytes');
	await progress.end(0, 'ok');
	await progress.end(1, 'skipped');
	const [load, map] = await stepsOfRun(records, runId);
	expect(load).toMatchObject({ status: 'ok', done: 10, total: 10 });
	expect(map).toMatchObject({ status: 'skipped', seconds: 0, total: null });
});

it('tells a listener of every change', async () => {
	const heard: [number, StepState['status'], number][] = [];
	const progress = await trackProgress(records, runId, PLANNED, (position, step) => {
		heard.push([position, step.status, step.done]);
	});
	await progress.start(0);
	progress.advance(0, 1, 2, 'bytes');
	progress.advance(0, 2, 2, 'bytes');
	await progress.end(0, 'failed');
	expect(heard).toEqual([
		[0, 'running', 0],
		[0, 'running', 1],
		[0, 'running', 2],
		[0, 'failed', 2],
	]);
});

it('lets a run go on when how far it is cannot be written', async () => {
	const progress = await trackProgress(records, runId, PLANNED);
	await progress.start(0);
	await records.schema.alterTable('run_steps').renameTo('away').execute();
	progress.advance(0, 1, 2, 'bytes');
	await progress.flush();
	await records.schema.alterTable('away').renameTo('run_steps').execute();
	await progress.end(0, 'ok');
	expect((await stepsOfRun(records, runId))[0]).toMatchObject({ status: 'ok', done: 1 });
});

it('refuses a step that was not planned', async () => {
	const progress = await trackProgress(records, runId, PLANNED);
	await expect(progress.start(2)).rejects.toThrow('the run has no step 2');
});
