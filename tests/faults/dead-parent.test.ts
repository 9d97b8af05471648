import { writeFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestContext } from 'vitest';
import { buildApp } from '#pipeline/app-build.ts';
import { openRecords } from '#records/database.ts';
import { wantRun } from '#records/runs.ts';
import { figuresOf, leftovers, recordsIntegrity, runsIn } from '../support/company-figures.ts';
import { dataFolder } from '../support/company-folder.ts';
import { makeCompanyStates } from '../support/company-states.ts';
import type { CompanyStates } from '../support/company-states.ts';
import { repetitions } from '../support/faults.ts';
import { childOf, isRunning } from '../support/kundig-process-tree.ts';
import { launchStart, until, untilShown, exitOf } from '../support/kundig-process.ts';
import type { Supervisor } from '../support/kundig-process.ts';

let states: CompanyStates;

beforeAll(async () => {
	await buildApp();
	states = await makeCompanyStates();
});
afterAll(() => states.remove());

/** A supervisor that serves the old snapshot while a run of the changed files stands still, and their processes. */
async function supervisorInRun(
	test: TestContext,
	dataDir: string,
	point: string,
): Promise<{ supervisor: Supervisor; web: number; run: number; go: string }> {
	const go = join(dataDir, '..', 'go');
	const supervisor = await launchStart(test, dataDir, states.after.config, { KUNDIG_PAUSEPOINT: `${point}=${go}` });
	await untilShown(supervisor);
	const records = await openRecords(dataDir);
	await wantRun(records, { trigger: 'page' });
	await records.destroy();
	await until('the run comes to its pause', () => existsSync(`${go}.reached`));
	const run = await until('the run process', () => childOf(supervisor.pid, 'run-process.ts'));
	const web = await until('the web process', () => childOf(supervisor.pid, 'server.ts'));
	return { supervisor, web, run, go };
}

const POINTS = ['run.loaded', 'run.checked'].flatMap((point) => repetitions(25).map((time) => ({ point, time })));

it.for(POINTS)(
	'K9: ends run and dashboard with their supervisor, and the next one does the work, at $point (time $time)',
	async ({ point }, test) => {
		const dataDir = dataFolder(test, states.withSnapshot);
		const { supervisor, web, run, go } = await supervisorInRun(test, dataDir, point);

		supervisor.kill('SIGKILL');
		expect((await exitOf(supervisor)).signal).toBe('SIGKILL');
		await until('the run process ends', () => !isRunning(run), 5_000);
		await until('the web process ends', () => !isRunning(web), 5_000);

		writeFileSync(go, '');
		const next = await launchStart(test, dataDir, states.after.config);
		await untilShown(next);
		await until('the work is done', () => runsIn(dataDir).at(-1)?.status === 'ok');
		expect(runsIn(dataDir).map(({ status, kind }) => `${status} ${kind}`.trim())).toEqual([
			'ok',
			'failed interrupted',
			'ok',
		]);
		next.kill('SIGTERM');
		await exitOf(next);
		expect(await figuresOf(dataDir)).toEqual(states.figuresAfter);
		expect(leftovers(dataDir)).toEqual([]);
		expect(recordsIntegrity(dataDir)).toBe('ok');
	},
);

it('lets a supervisor that starts at once take over from one that was killed', async (test) => {
	const dataDir = dataFolder(test, states.withSnapshot);
	const { supervisor, go } = await supervisorInRun(test, dataDir, 'run.loaded');
	writeFileSync(go, '');
	supervisor.kill('SIGKILL');
	const next = await launchStart(test, dataDir, states.after.config);
	await untilShown(next);
	await until('the work is done', () => ['ok', 'unchanged'].includes(runsIn(dataDir).at(-1)?.status ?? ''));
	next.kill('SIGTERM');
	await exitOf(next);
	expect(await figuresOf(dataDir)).toEqual(states.figuresAfter);
	expect(leftovers(dataDir)).toEqual([]);
});
