import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildApp } from '#pipeline/app-build.ts';
import { openRecords } from '#records/database.ts';
import { cancelRun, runById, wantRun } from '#records/runs.ts';
import { figuresOf, leftovers, recordsIntegrity, runsIn } from '../support/company-figures.ts';
import { dataFolder } from '../support/company-folder.ts';
import { makeCompanyStates } from '../support/company-states.ts';
import type { CompanyStates } from '../support/company-states.ts';
import { isFull } from '../support/faults.ts';
import { childOf, isRunning } from '../support/kundig-process-tree.ts';
import { answerOf, exitOf, launch, launchStart, parseAnswer, until, untilShown } from '../support/kundig-process.ts';

let states: CompanyStates;

beforeAll(async () => {
	await buildApp();
	states = await makeCompanyStates();
});
afterAll(() => states.remove());

const POINTS = isFull ? ['run.loaded', 'run.checked'] : ['run.checked'];
const TIMES = isFull ? 15 : 1;

it.for(POINTS.flatMap((point) => Array.from({ length: TIMES }, (_, time) => ({ point, time }))))(
	'T7: a run that was stopped at $point, and wakes when another process has its lease, changes nothing ($time)',
	async ({ point }, test) => {
		const dataDir = dataFolder(test, states.withSnapshot);
		const go = join(dataDir, '..', 'go');
		const supervisor = await launchStart(test, dataDir, states.after.config, { KUNDIG_PAUSEPOINT: `${point}=${go}` });
		await untilShown(supervisor);
		const records = await openRecords(dataDir);
		await wantRun(records, { trigger: 'page' });
		await records.destroy();
		await until('the run comes to its pause', () => existsSync(`${go}.reached`));
		const run = await until('the run process', () => childOf(supervisor.pid, 'run-process.ts'));
		test.onTestFinished(() => {
			if (isRunning(run)) process.kill(run, 'SIGKILL');
		});

		process.kill(run, 'SIGSTOP');
		supervisor.kill('SIGKILL');
		await exitOf(supervisor);
		const next = await launchStart(test, dataDir, states.after.config);
		if (point === 'run.loaded') {
			// The stopped process holds raw.duckdb: the next run cannot have it before that one wakes.
			await until('the next run begins', () => runsIn(dataDir).some(({ status }) => status === 'running'));
		} else {
			await untilShown(next);
		}
		writeFileSync(go, '');
		process.kill(run, 'SIGCONT');
		await until('the process that woke ends', () => !isRunning(run), 10_000);
		await until('the work is done', () => ['ok', 'unchanged'].includes(runsIn(dataDir).at(-1)?.status ?? ''));
		// What was said of its run while it slept stands, whatever it would have said itself.
		expect(runsIn(dataDir).map(({ status, kind }) => `${status} ${kind}`.trim())).toContain('failed interrupted');
		next.kill('SIGTERM');
		await exitOf(next);
		expect(await figuresOf(dataDir)).toEqual(states.figuresAfter);
		expect(leftovers(dataDir)).toEqual([]);
		expect(recordsIntegrity(dataDir)).toBe('ok');
	},
);

it('a run is cancelled soon after the wish', async (test) => {
	const dataDir = dataFolder(test, states.withSnapshot);
	const go = join(dataDir, '..', 'go');
	const supervisor = await launchStart(test, dataDir, states.after.config, { KUNDIG_PAUSEPOINT: `run.loaded=${go}` });
	await untilShown(supervisor);
	const records = await openRecords(dataDir);
	const { runId } = await wantRun(records, { trigger: 'page' });
	await until('the run comes to its pause', () => existsSync(`${go}.reached`));
	await cancelRun(records, runId);
	await until('it has ended', () => runsIn(dataDir).at(-1)?.status === 'cancelled', 5_000);
	await records.destroy();
});

it('Ctrl-C beside a supervisor cancels the run of the command, and lets go of one that others want', async (test) => {
	const dataDir = dataFolder(test, states.withSnapshot);
	const go = join(dataDir, '..', 'go');
	const { config } = states.after;
	const supervisor = await launchStart(test, dataDir, config, { KUNDIG_PAUSEPOINT: `run.loaded=${go}` });
	await untilShown(supervisor);
	const args = ['run', '--json', '--data', dataDir, '--config', config];
	const own = launch(test, args);
	await until('its run comes to its pause', () => existsSync(`${go}.reached`));
	const records = await openRecords(dataDir);
	const { runId } = await wantRun(records, { trigger: 'schedule', onlySources: ['orders'] });
	const joined = launch(test, [...args, '--source', 'orders']);
	await until('the other one follows', () => joined.stderr().includes('the run is filed there'));

	joined.kill('SIGINT');
	const left = await answerOf(joined);
	expect(left.code).toBe(1);
	expect(parseAnswer(left)).toMatchObject({ runId, error: { kind: 'cancelled' } });
	expect(left.stderr).toContain('the run goes on without this command');
	expect((await runById(records, runId))?.status).toBe('wanted');

	own.kill('SIGINT');
	const cancelled = await answerOf(own);
	expect(parseAnswer(cancelled)).toMatchObject({ status: 'cancelled' });
	expect(cancelled.stderr).toContain('Cancelling the run');
	writeFileSync(go, '');
	await until('the other run is done', async () => (await runById(records, runId))?.status !== 'wanted');
	await records.destroy();
});

it('a run whose process is killed is done again at once, as another attempt', async (test) => {
	const dataDir = dataFolder(test, states.withSnapshot);
	const go = join(dataDir, '..', 'go');
	const supervisor = await launchStart(test, dataDir, states.after.config, { KUNDIG_PAUSEPOINT: `run.loaded=${go}` });
	await untilShown(supervisor);
	const records = await openRecords(dataDir);
	const { runId } = await wantRun(records, { trigger: 'page' });
	await until('the run comes to its pause', () => existsSync(`${go}.reached`));
	const run = await until('the run process', () => childOf(supervisor.pid, 'run-process.ts'));
	writeFileSync(go, '');
	process.kill(run, 'SIGKILL');
	const again = () =>
		records.selectFrom('runs').select(['status', 'attempt']).where('previous_run_id', '=', runId).executeTakeFirst();
	await until('it is done again', async () => (await again())?.status === 'ok');
	expect(await again()).toEqual({ status: 'ok', attempt: 2 });
	await records.destroy();
	supervisor.kill('SIGTERM');
	await exitOf(supervisor);
	expect(await figuresOf(dataDir)).toEqual(states.figuresAfter);
});
