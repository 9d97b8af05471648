import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildApp } from '#pipeline/app-build.ts';
import { openRecords } from '#records/database.ts';
import { cancelRun, wantRun } from '#records/runs.ts';
import { figuresOf, leftovers, recordsIntegrity, runsIn, shownFigures } from '../support/company-figures.ts';
import { dataFolder } from '../support/company-folder.ts';
import { makeCompanyStates } from '../support/company-states.ts';
import type { CompanyStates } from '../support/company-states.ts';
import { childOf, isRunning } from '../support/kundig-process-tree.ts';
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

let states: CompanyStates;

beforeAll(async () => {
	await buildApp();
	states = await makeCompanyStates();
});
afterAll(() => states.remove());

async function expectAllRight(dataDir: string): Promise<void> {
	const { marts, metrics } = states.figuresBefore;
	expect(await shownFigures(dataDir)).toEqual({ marts, metrics });
	expect(leftovers(dataDir)).toEqual([]);
	expect(recordsIntegrity(dataDir)).toBe('ok');
	expect((await runOnce(dataDir, states.after.config)).status).toBe('ok');
	expect(await figuresOf(dataDir)).toEqual(states.figuresAfter);
}

/** What stops a run: somebody who cancels it, or a signal to its process. */
const STOPS = {
	'a wish to cancel it': async (dataDir) => {
		const records = await openRecords(dataDir);
		const runId = runsIn(dataDir).at(-1)?.runId ?? '';
		expect(await cancelRun(records, runId)).toBe(true);
		await records.destroy();
	},
	SIGTERM: (_, pid) => void process.kill(pid, 'SIGTERM'),
	SIGINT: (_, pid) => void process.kill(pid, 'SIGINT'),
} satisfies Record<string, (dataDir: string, pid: number) => void | Promise<void>>;

it.for([
	{ name: 'a wish to cancel it', at: 'run.loaded' },
	{ name: 'a wish to cancel it', at: 'run.checked' },
	{ name: 'SIGTERM', at: 'run.loaded' },
	{ name: 'SIGINT', at: 'run.checked' },
] as const)('ends a run as cancelled after $name at $at', async ({ name, at }, test) => {
	const dataDir = dataFolder(test, states.withSnapshot);
	const go = join(dataDir, '..', 'go');
	const run = launch(test, ['run', '--json', '--data', dataDir, '--config', states.after.config], {
		KUNDIG_PAUSEPOINT: `${at}=${go}`,
	});
	await until('the run comes to its pause', () => existsSync(`${go}.reached`));
	await STOPS[name](dataDir, run.pid);
	const answer = await answerOf(run);
	expect(answer.code).toBe(1);
	expect(parseAnswer(answer)).toMatchObject({ status: 'cancelled', error: { kind: 'cancelled' } });
	expect(runsIn(dataDir).at(-1)).toMatchObject({ status: 'cancelled', kind: 'cancelled' });
	await expectAllRight(dataDir);
});

it('ends a supervisor with code 0 on SIGTERM, and its run and dashboard with it', async (test) => {
	const dataDir = dataFolder(test, states.withSnapshot);
	const go = join(dataDir, '..', 'go');
	const supervisor = await launchStart(test, dataDir, states.after.config, { KUNDIG_PAUSEPOINT: `run.checked=${go}` });
	await untilShown(supervisor);
	const records = await openRecords(dataDir);
	await wantRun(records, { trigger: 'page' });
	await records.destroy();
	await until('the run comes to its pause', () => existsSync(`${go}.reached`));
	const children = ['run-process.ts', 'server.ts'].map((word) => childOf(supervisor.pid, word));
	expect(children).not.toContain(null);

	supervisor.kill('SIGTERM');
	expect(await exitOf(supervisor)).toEqual({ code: 0, signal: null });
	for (const pid of children) expect(isRunning(pid ?? 0)).toBe(false);
	expect(await statusOf(`${supervisor.url}/`)).toBeNull();
	expect(runsIn(dataDir).at(-1)).toMatchObject({ status: 'cancelled', kind: 'cancelled' });
	await expectAllRight(dataDir);
});

it('ends a supervisor with code 0 on SIGTERM at any moment of its start', async (test) => {
	const dataDir = dataFolder(test);
	for (const afterWords of ['getting ready', 'load', 'Kundig is ready']) {
		const supervisor = await launchStart(test, dataDir, states.after.config);
		await until(afterWords, () => supervisor.stderr().includes(afterWords));
		supervisor.kill('SIGTERM');
		expect(await exitOf(supervisor), afterWords).toEqual({ code: 0, signal: null });
		expect(leftovers(dataDir), afterWords).toEqual([]);
		expect(runsIn(dataDir).filter(({ status }) => status === 'running')).toEqual([]);
	}
	expect((await runOnce(dataDir, states.after.config)).error).toBeNull();
	expect(await figuresOf(dataDir)).toEqual(states.figuresAfter);
});

it('says which port is in use and offers the flag', async (test) => {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	test.onTestFinished(() => void server.close());
	const dataDir = dataFolder(test, states.withSnapshot);
	const args = ['start', '--port', String(port), '--json', '--data', dataDir, '--config', states.before.config];
	const answer = await kundig(args);
	expect(answer.code).toBe(1);
	expect(parseAnswer(answer)).toEqual({
		error: {
			kind: 'port',
			message: `port ${port} is in use by another program`,
			hint: `choose another one: npm start -- --port ${port + 1}`,
		},
	});
	// And lets the folder go.
	expect((await runOnce(dataDir, states.before.config)).error).toBeNull();
});

it('refuses an address that others could reach', async (test) => {
	const dataDir = dataFolder(test);
	const answer = await kundig(['start', '--host', '0.0.0.0', '--data', dataDir, '--config', states.before.config]);
	expect(answer.code).toBe(2);
	expect(answer.stderr).toContain('--host 0.0.0.0 is refused');
	expect(existsSync(dataDir)).toBe(false);
});
