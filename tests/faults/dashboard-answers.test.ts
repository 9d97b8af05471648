import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildApp } from '#pipeline/app-build.ts';
import { openRecords } from '#records/database.ts';
import { wantRun } from '#records/runs.ts';
import { askAlways } from '../support/ask-always.ts';
import { figuresOf, leftovers, runsIn } from '../support/company-figures.ts';
import { dataFolder, testFolder } from '../support/company-folder.ts';
import { makeCompanyStates } from '../support/company-states.ts';
import type { CompanyStates } from '../support/company-states.ts';
import { writeChangedCompany } from '../support/company.ts';
import { isFull, seed, seededRandom } from '../support/faults.ts';
import { childOf } from '../support/kundig-process-tree.ts';
import {
	kundig,
	launchStart,
	runOnce,
	statusIn,
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

async function fileRun(dataDir: string): Promise<string> {
	const records = await openRecords(dataDir);
	const { runId } = await wantRun(records, { trigger: 'page', isFull: true });
	await records.destroy();
	return runId;
}

it(`answers while runs are killed, and leaves nothing of them (KUNDIG_SEED=${seed})`, async (test) => {
	const random = seededRandom(seed);
	const dataDir = dataFolder(test, states.withSnapshot);
	const supervisor = await launchStart(test, dataDir, states.after.config);
	await untilShown(supervisor);
	const asking = askAlways([`${supervisor.url}/`, `${supervisor.url}/data`, `${supervisor.url}/customers`]);
	for (let index = 0; index < (isFull ? 40 : 4); index += 1) {
		const runId = await fileRun(dataDir);
		const pid = await until('a run process', () => childOf(supervisor.pid, 'run-process.ts'));
		await sleep(random() * 2_500);
		try {
			process.kill(pid, 'SIGKILL');
		} catch {
			// It was quicker.
		}
		await until('the run is over', () =>
			runsIn(dataDir).some((run) => run.runId === runId && run.status !== 'running' && run.status !== 'wanted'),
		);
	}
	await until('nobody is at work', () => childOf(supervisor.pid, 'run-process.ts') === null);
	const last = await kundig(['run', '--json', '--data', dataDir, '--config', states.after.config]);
	expect(last.code).toBe(0);
	expect([...(await asking.stop()).keys()]).toEqual([200]);
	expect(await figuresOf(dataDir)).toEqual(states.figuresAfter);
	await until('the last run is cleared up', () => leftovers(dataDir).length === 0);
});

it('says that it is getting ready until a first run has come through', async (test) => {
	const dataDir = dataFolder(test);
	const supervisor = await launchStart(test, dataDir, states.after.config, { KUNDIG_FAILPOINT: 'run.checked' });
	await until('the first run was killed', () => {
		try {
			return runsIn(dataDir)[0]?.kind === 'interrupted';
		} catch {
			return false;
		}
	});
	const response = await fetch(`${supervisor.url}/customers`);
	expect(response.status).toBe(503);
	expect(response.headers.get('retry-after')).toBe('2');
	expect(await response.text()).toContain('interrupted');
	supervisor.kill('SIGTERM');
	expect(await exitOf(supervisor)).toEqual({ code: 0, signal: null });

	const next = await launchStart(test, dataDir, states.after.config);
	const asking = askAlways([`${next.url}/`]);
	await untilShown(next);
	const seen = await asking.stop();
	// Nobody answers before the process has opened its port; after that, somebody always does.
	expect([...seen.keys()].filter((status) => status !== null && status !== 503 && status !== 200)).toEqual([]);
	expect(await figuresOf(dataDir)).toEqual(states.figuresAfter);
});

it('keeps the last snapshot up when a source fails, and says so', async (test) => {
	const dataDir = dataFolder(test, states.withSnapshot);
	const company = await writeChangedCompany(join(testFolder(test), 'shop'));
	const file = join(company.folder, 'orders.csv');
	renameSync(file, `${file}.away`);
	const supervisor = await launchStart(test, dataDir, company.config);
	await untilShown(supervisor);
	const beforehand = await statusIn(dataDir, company.config);
	const answer = await kundig(['run', '--json', '--data', dataDir, '--config', company.config]);
	expect(answer.code).toBe(1);
	const afterwards = await statusIn(dataDir, company.config);
	expect(afterwards.snapshot).toEqual(beforehand.snapshot);
	expect(afterwards.runs[0]).toMatchObject({ status: 'failed', trigger: 'command' });
	expect(afterwards.sources.find(({ name }) => name === 'orders')?.error).toContain('orders.csv');
	expect(await statusOf(`${supervisor.url}/`)).toBe(200);
	const page = await fetch(`${supervisor.url}/data`);
	expect(page.status).toBe(200);
	expect(await page.text()).toContain('orders.csv');

	renameSync(`${file}.away`, file);
	expect((await runOnce(dataDir, company.config)).status).toBe('ok');
	expect(await figuresOf(dataDir)).toEqual(states.figuresAfter);
});

it('comes back when its server is killed', async (test) => {
	const dataDir = dataFolder(test, states.withSnapshot);
	const supervisor = await launchStart(test, dataDir, states.before.config);
	await untilShown(supervisor);
	for (const time of [1, 2]) {
		const pid = await until(`web process ${time}`, () => childOf(supervisor.pid, 'server.ts'));
		process.kill(pid, 'SIGKILL');
		await until('another web process', () => (childOf(supervisor.pid, 'server.ts') ?? pid) !== pid);
		await untilShown(supervisor);
	}
	supervisor.kill('SIGTERM');
	expect(await exitOf(supervisor)).toEqual({ code: 0, signal: null });
});
