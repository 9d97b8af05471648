import { readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { TestContext } from 'vitest';
import { buildApp } from '#pipeline/app-build.ts';
import { openMemory } from '#warehouse/database.ts';
import { dataFolder, testFolder } from '../support/company-folder.ts';
import { writeSmallCompany } from '../support/company.ts';
import type { Company } from '../support/company.ts';
import { isFull } from '../support/faults.ts';
import { childOf } from '../support/kundig-process-tree.ts';
import { launch, launchStart, parseAnswer, untilShown } from '../support/kundig-process.ts';
import type { RunAnswer, Supervisor } from '../support/kundig-process.ts';

const ROWS = 5_000_000;
/** Four columns of each of five types. */
const TYPES = {
	text: "'Text ' || (n * 7919 % 100003)",
	integer: 'n * 31 % 1000003',
	decimal: '(n % 999983) / 100',
	timestamp: "timestamp '2020-01-01' + to_seconds(n % 150000000)",
	boolean: 'n % 3 = 0',
} as const;
const COLUMNS = Object.entries(TYPES).flatMap(([type, expression]) =>
	[1, 2, 3, 4].map((number) => ({
		name: `${type}_${number}`,
		type,
		expression: expression.replaceAll('n ', `(n + ${number}) `),
	})),
);

/** A small company with one more source, which is large. */
async function writeLargeCompany(test: TestContext): Promise<Company> {
	const company = await writeSmallCompany(testFolder(test));
	const database = await openMemory({ threads: 2, memoryLimit: '1GB' });
	const connection = await database.connect();
	const columns = COLUMNS.map(({ name, expression }) => `${expression} as ${name}`).join(', ');
	const file = join(company.folder, 'large.csv');
	await connection.run(`copy (select ${columns} from range(${ROWS}) as rows (n)) to '${file}' (format csv, header)`);
	connection.closeSync();
	database.close();
	const types = Object.fromEntries(COLUMNS.map(({ name, type }) => [name, type]));
	const source = { name: 'large', type: 'file', path: 'large.csv', columns: types, entities: {} };
	const config = readFileSync(company.config, 'utf8');
	writeFileSync(company.config, config.replace('sources: [', `sources: [\n\t\t${JSON.stringify(source)},`));
	return company;
}

/** The most memory that a process has held, in bytes; 0 where it has ended. */
function peakBytes(pid: number): number {
	try {
		return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
	} catch {
		return 0;
	}
}

/** How long the dashboard's server takes, in milliseconds, to refuse a name that is not its own: no store is asked. */
async function refusalMs({ port }: Supervisor): Promise<number> {
	const began = performance.now();
	await new Promise<void>((resolve, reject) => {
		const asked = request({ port, host: '127.0.0.1', headers: { host: 'elsewhere.example' } }, (response) => {
			response.resume();
			response.on('end', resolve);
		});
		asked.on('error', reject);
		asked.end();
	});
	return performance.now() - began;
}

// Minutes of work and a gigabyte of disk: it is part of the long form alone, and reads /proc.
it.runIf(isFull && process.platform === 'linux')(
	'F25: five million rows of twenty columns are loaded beside a dashboard that answers',
	{ timeout: 1_800_000 },
	async (test) => {
		await buildApp();
		const company = await writeLargeCompany(test);
		const small = await writeSmallCompany(testFolder(test));
		const dataDir = dataFolder(test);
		const first = launch(test, ['run', '--json', '--data', dataDir, '--config', small.config]);
		expect((await first.closed).code).toBe(0);
		const supervisor = await launchStart(test, dataDir, company.config);
		await untilShown(supervisor);
		const run = launch(test, ['run', '--json', '--data', dataDir, '--config', company.config]);
		const state = { hasEnded: false };
		const ended = run.closed.finally(() => (state.hasEnded = true));
		let peak = 0;
		const waits: number[] = [];
		while (!state.hasEnded) {
			const pid = childOf(supervisor.pid, 'run-process.ts');
			if (pid !== null) peak = Math.max(peak, peakBytes(pid));
			waits.push(await refusalMs(supervisor));
			await sleep(50);
		}
		const exit = await ended;
		const answer = { ...exit, stdout: run.stdout(), stderr: run.stderr() };
		const report = parseAnswer(answer) as RunAnswer;
		const [p99 = 0] = waits.sort((a, b) => b - a).slice(Math.floor(waits.length / 100));
		await test.annotate(
			`F25: peak ${(peak / 1e9).toFixed(2)} GB, answers ${p99.toFixed(0)} ms (p99), ${(waits[0] ?? 0).toFixed(0)} ms at most of ${waits.length}`,
		);
		expect(report).toMatchObject({ status: 'ok', error: null });
		expect(report.sources.find(({ name }) => name === 'large')).toMatchObject({
			read: ROWS,
			loaded: ROWS,
			quarantined: 0,
		});
		expect(peak).toBeGreaterThan(100e6);
		expect(peak).toBeLessThan(1.5e9);
		// A loop that stood still for longer would show in most of the answers, whatever else the machine is at.
		expect(p99).toBeLessThan(2_000);
	},
);
