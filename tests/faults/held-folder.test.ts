import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestContext } from 'vitest';
import { buildApp } from '#pipeline/app-build.ts';
import { loadConfig } from '#pipeline/config.ts';
import { runPipeline } from '#pipeline/run.ts';
import { openRecords } from '#records/database.ts';
import { LeaseHeldError, takeLease } from '#records/lease.ts';
import { wantRun } from '#records/runs.ts';
import { attach, openMemory } from '#warehouse/database.ts';
import { figuresOf, leftovers, runsIn, shownFigures } from '../support/company-figures.ts';
import { dataFolder } from '../support/company-folder.ts';
import { repetitions } from '../support/faults.ts';
import { makeCompanyStates } from '../support/company-states.ts';
import type { CompanyStates } from '../support/company-states.ts';
import {
	answerOf,
	kundig,
	launch,
	launchStart,
	parseAnswer,
	runOnce,
	statusOf,
	until,
	untilShown,
	exitOf,
} from '../support/kundig-process.ts';
import { projectFolder } from '../support/project.ts';

let states: CompanyStates;

beforeAll(async () => {
	await buildApp();
	states = await makeCompanyStates();
});
afterAll(() => states.remove());

describe('beside a supervisor', () => {
	it('K10: a second one ends with code 3 and names the first, which does not notice', async (test) => {
		const dataDir = dataFolder(test, states.withSnapshot);
		const first = await launchStart(test, dataDir, states.before.config);
		await untilShown(first);
		for (const time of repetitions(50)) {
			const second = await launchStart(test, dataDir, states.before.config);
			expect(await exitOf(second), `time ${time}`).toEqual({ code: 3, signal: null });
			await until('it says why', () => second.stderr().includes(`is held by process ${first.pid} (supervisor)`));
			expect(await statusOf(`${first.url}/`)).toBe(200);
			expect(await statusOf(`${second.url}/`)).toBeNull();
		}
	});

	it('a run is filed there, followed, and answered as anywhere', async (test) => {
		const dataDir = dataFolder(test, states.withSnapshot);
		const supervisor = await launchStart(test, dataDir, states.after.config);
		await untilShown(supervisor);
		const beside = await kundig(['run', '--json', '--data', dataDir, '--config', states.after.config]);
		expect(beside.code).toBe(0);
		expect(beside.stderr).toContain('the run is filed there');
		const report = parseAnswer(beside) as Record<string, unknown>;
		const alone = { ...(await runOnce(dataFolder(test, states.withSnapshot), states.after.config)) };
		expect(Object.keys(report).sort()).toEqual(Object.keys(alone).sort());
		// Seconds differ from run to run.
		const comparable = ({ sources, status }: Record<string, unknown>) =>
			JSON.parse(
				JSON.stringify({ sources, status }, (key, value: unknown) => (/seconds/i.test(key) ? 0 : value)),
			) as unknown;
		expect(comparable(report)).toEqual(comparable(alone));
		expect(await figuresOf(dataDir)).toEqual(states.figuresAfter);
		expect(leftovers(dataDir)).toEqual([]);
	});

	it('what needs the folder for itself ends with code 3', async (test) => {
		const dataDir = dataFolder(test, states.withSnapshot);
		const supervisor = await launchStart(test, dataDir, states.before.config);
		await until('it holds the folder', () => supervisor.stderr().includes('getting ready'));
		const prune = await kundig(['snapshots', 'prune', '--json', '--data', dataDir, '--config', states.before.config]);
		expect(prune.code).toBe(3);
		expect(parseAnswer(prune)).toMatchObject({ error: { kind: 'held' } });
		expect(prune.stderr).toContain(`process ${supervisor.pid}`);
	});
});

it('lets one of two supervisors that start at once have an empty folder', async (test) => {
	const dataDir = dataFolder(test);
	const one = await launchStart(test, dataDir, states.before.config);
	const other = await launchStart(test, dataDir, states.before.config);
	const exits = [one, other].map(async (each) => ({ each, exit: await exitOf(each) }));
	const { each: lost, exit } = await Promise.any(exits);
	expect(exit).toEqual({ code: 3, signal: null });
	await untilShown(lost === one ? other : one);
	expect(runsIn(dataDir).map(({ status }) => status)).toEqual(['ok']);
	expect((await figuresOf(dataDir)).marts).toEqual(states.figuresBefore.marts);
});

it('refuses a run beside another run and names it', async (test) => {
	const dataDir = dataFolder(test, states.withSnapshot);
	const go = join(dataDir, '..', 'go');
	const args = ['run', '--json', '--data', dataDir, '--config', states.after.config];
	const first = launch(test, args, { KUNDIG_PAUSEPOINT: `run.loaded=${go}` });
	await until('the first comes to its pause', () => existsSync(`${go}.reached`));
	const second = await kundig(args);
	expect(second.code).toBe(3);
	expect(parseAnswer(second)).toMatchObject({ error: { kind: 'held' } });
	expect(second.stderr).toContain(`process ${first.pid} (run)`);
	writeFileSync(go, '');
	expect((await answerOf(first)).code).toBe(0);
	expect(await figuresOf(dataDir)).toEqual(states.figuresAfter);
});

/** What silently drops the lock that DuckDB has on a file: closing any descriptor of it in the same process. */
const LOCK_DROPS: Readonly<Record<string, (path: string) => void | Promise<void>>> = {
	'reading the file': (path) => void readFileSync(path),
	'copying the file': (path) => copyFileSync(path, `${path}.copy`),
	'opening it a second time': async (path) => {
		const instance = await DuckDBInstance.create(path);
		instance.closeSync();
	},
};

/** Whether another process may open the file for writing. */
function canForeignerOpen(path: string): boolean {
	const script = `import('@duckdb/node-api').then(async ({ DuckDBInstance }) => {
		const instance = await DuckDBInstance.create(process.argv[1]); instance.closeSync(); })
		.catch(() => { process.exitCode = 1; })`;
	return spawnSync(process.execPath, ['-e', script, path], { cwd: projectFolder }).status === 0;
}

describe('the lease', () => {
	const acts = Object.keys(LOCK_DROPS).flatMap((act) => repetitions(10).map((time) => ({ act, time })));
	it.for(acts)('K12: holds though $act dropped DuckDB’s own lock (time $time)', async ({ act }, test) => {
		const dataDir = dataFolder(test, states.withSnapshot);
		const raw = join(dataDir, 'raw.duckdb');
		const records = await openRecords(dataDir);
		const lease = await takeLease(records, dataDir, 'run', new Date());
		const database = await openMemory({ threads: 1, memoryLimit: '200MB' });
		await attach(await database.connect(), raw, 'raw', { readOnly: false });
		expect(canForeignerOpen(raw)).toBe(false);
		await LOCK_DROPS[act]?.(raw);
		expect(canForeignerOpen(raw)).toBe(true);

		const foreign = await kundig(['run', '--json', '--data', dataDir, '--config', states.after.config]);
		expect(foreign.code).toBe(3);
		expect(foreign.stderr).toContain(`process ${process.pid} (run)`);
		database.close();
		await lease.release();
		await records.destroy();
	});

	it.for(repetitions(20))('K11: is given once in one process (time %i)', async (_, test) => {
		const dataDir = dataFolder(test, states.withSnapshot);
		const records = await openRecords(dataDir);
		const lease = await takeLease(records, dataDir, 'run', new Date());
		await expect(takeLease(records, dataDir, 'run', new Date())).rejects.toThrow(LeaseHeldError);
		// The refused attempt closed the lock file: ours must still hold.
		const foreign = await kundig(['run', '--json', '--data', dataDir, '--config', states.after.config]);
		expect(foreign.code).toBe(3);
		await lease.release();
		expect((await runOnce(dataDir, states.after.config)).status).toBe('ok');
		await records.destroy();
	});
});

describe('a run whose lease was taken over', () => {
	function takeOver(dataDir: string): void {
		const records = new DatabaseSync(join(dataDir, 'records.db'));
		records.exec('update lease set token = token + 1');
		records.close();
	}

	async function runUntilTakenOver(test: TestContext, when: 'load' | 'publish') {
		const dataDir = dataFolder(test, states.withSnapshot);
		const records = await openRecords(dataDir);
		const lease = await takeLease(records, dataDir, 'run', new Date());
		const run = await wantRun(records, { trigger: 'command' });
		const isTime = { load: ['order_lines', 'running'], publish: ['publish', 'running'] }[when];
		const report = await runPipeline({
			records,
			dataDir,
			loaded: await loadConfig(states.after.config),
			run,
			fencingToken: lease.token,
			signal: new AbortController().signal,
			onStep: (_, { name, source, status }) => {
				if ([source ?? name, status].join() === isTime.join()) takeOver(dataDir);
			},
		});
		await lease.release();
		await records.destroy();
		return { dataDir, report };
	}

	it('commits no load', async (test) => {
		const { dataDir, report } = await runUntilTakenOver(test, 'load');
		expect(report).toMatchObject({ status: 'failed', error: { kind: 'source' } });
		expect(report.error?.message).toContain('another run took over');
		const { raw } = await figuresOf(dataDir);
		expect(raw.order_lines__rows).toBe(states.figuresBefore.raw.order_lines__rows);
		expect((await runOnce(dataDir, states.after.config)).status).toBe('ok');
		expect(await figuresOf(dataDir)).toEqual(states.figuresAfter);
	});

	it('publishes nothing', async (test) => {
		const { dataDir, report } = await runUntilTakenOver(test, 'publish');
		expect(report).toMatchObject({ status: 'failed', error: { kind: 'fenced' } });
		const { marts, metrics } = states.figuresBefore;
		expect(await shownFigures(dataDir)).toEqual({ marts, metrics });
		expect((await runOnce(dataDir, states.after.config)).status).toBe('ok');
		expect(await figuresOf(dataDir)).toEqual(states.figuresAfter);
		expect(leftovers(dataDir)).toEqual([]);
	});
});
