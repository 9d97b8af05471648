import { chmodSync, copyFileSync, cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestContext } from 'vitest';
import { BackupError } from '#actions/backup/backup-error.ts';
import { openBackup } from '#actions/backup/verify.ts';
import { buildApp } from '#pipeline/app-build.ts';
import { isDamage } from '#warehouse/damage.ts';
import { attach, openMemory } from '#warehouse/database.ts';
import type { Connection } from '#warehouse/database.ts';
import { DamagedRawError, rawContents } from '#warehouse/raw-copy.ts';
import { tableContents } from '#warehouse/table-contents.ts';
import { figuresOf, leftovers, shownFigures } from '../support/company-figures.ts';
import { dataFolder, testFolder } from '../support/company-folder.ts';
import { makeCompanyStates } from '../support/company-states.ts';
import type { CompanyStates } from '../support/company-states.ts';
import { isFull, seed, seededRandom } from '../support/faults.ts';
import {
	kundig,
	launchStart,
	parseAnswer,
	runOnce,
	statusIn,
	statusOf,
	until,
	untilShown,
} from '../support/kundig-process.ts';

let states: CompanyStates;
/** A data folder with a second snapshot, that of the changed company. */
let withTwo: string;
/** A data folder whose raw.duckdb has a log beside it, as a killed run leaves it. */
let withLog: string;
let backup: string;

beforeAll(async () => {
	await buildApp();
	states = await makeCompanyStates();
	withTwo = join(states.folder, 'with-two');
	withLog = join(states.folder, 'with-log');
	backup = join(states.folder, 'backup.tar');
	for (const dataDir of [withTwo, withLog]) cpSync(states.withSnapshot, dataDir, { recursive: true });
	expect((await runOnce(withTwo, states.after.config)).status).toBe('ok');
	const args = ['run', '--data', withLog, '--config', states.after.config];
	expect((await kundig(args, { KUNDIG_FAILPOINT: 'load.committed@2' })).signal).toBe('SIGKILL');
	expect((await kundig(['backup', backup, '--data', states.withSnapshot])).code).toBe(0);
}, 300_000);
afterAll(() => states.remove());

const random = seededRandom(seed);

/** Turns one to eight bits of a file. */
function flip(path: string): void {
	const bytes = readFileSync(path);
	for (let count = 1 + Math.floor(random() * 8); count > 0; count -= 1) {
		const at = Math.floor(random() * bytes.length);
		bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8));
	}
	chmodSync(path, 0o600);
	writeFileSync(path, bytes);
}

/** The files of a folder's snapshots, those of the newest last. */
function snapshotFiles(dataDir: string): { readonly marts: string; readonly people: string }[] {
	const folders = readdirSync(join(dataDir, 'snapshots')).sort();
	return folders.map((id) => {
		const folder = join(dataDir, 'snapshots', id);
		return { marts: join(folder, 'marts.duckdb'), people: join(folder, 'people.duckdb') };
	});
}

function newestFiles(dataDir: string): { readonly marts: string; readonly people: string } {
	const newest = snapshotFiles(dataDir).at(-1);
	if (newest === undefined) throw new Error(`no snapshot in ${dataDir}`);
	return newest;
}

/** Turns bits in many blocks of a file, so that whatever is read of it is damaged, and leaves its first three alone. */
function spoil(path: string): void {
	const bytes = readFileSync(path);
	for (let at = 3 * 4096 + 100; at < bytes.length; at += 4096) bytes[at] = (bytes[at] ?? 0) ^ 4;
	chmodSync(path, 0o600);
	writeFileSync(path, bytes);
}

async function inMemory<Result>(use: (db: Connection) => Promise<Result>): Promise<Result> {
	const database = await openMemory({ threads: 1, memoryLimit: '500MB' });
	const db = await database.connect();
	try {
		return await use(db);
	} finally {
		db.closeSync();
		database.close();
	}
}

/** What a file holds, or the error that says why nobody can tell. */
async function readOr<Result>(read: (db: Connection) => Promise<Result>): Promise<Result | Error> {
	return inMemory(read).catch((error: unknown) => error as Error);
}

function copyOf(test: TestContext, ...files: readonly string[]): string[] {
	const folder = testFolder(test);
	return files.map((file) => {
		const copy = join(folder, basename(file));
		copyFileSync(file, copy);
		return copy;
	});
}

/** Cases in the long form and in the short one. */
const cases = (full: number, short: number): number[] => Array.from({ length: isFull ? full : short }, (_, i) => i);

describe.runIf(isFull)(`D6: bits that turn in a file (KUNDIG_SEED=${seed})`, () => {
	it.for(cases(80, 4))('of a snapshot are noticed or change nothing (%i)', async (index, test) => {
		const files = newestFiles(states.withSnapshot);
		const file = index % 3 === 0 ? files.people : files.marts;
		const read = (path: string) => async (db: Connection) => {
			await attach(db, path, 'file', { readOnly: true });
			return tableContents(db, 'file');
		};
		const whole = await inMemory(read(file));
		const [copy = ''] = copyOf(test, file);
		flip(copy);
		const found = await readOr(read(copy));
		if (found instanceof Error) expect(isDamage(found), found.message).toBe(true);
		else expect(found).toEqual(whole);
	});

	it.for(cases(50, 3))('of raw.duckdb are noticed or change nothing (%i)', async (_, test) => {
		const file = join(states.withSnapshot, 'raw.duckdb');
		const whole = await inMemory((db) => rawContents(db, file));
		const [copy = ''] = copyOf(test, file);
		flip(copy);
		const found = await readOr((db) => rawContents(db, copy));
		if (found instanceof Error) expect(found).toBeInstanceOf(DamagedRawError);
		else expect(found).toEqual(whole);
	});

	it.for(cases(30, 3))('of the log of raw.duckdb are noticed (%i)', async (_, test) => {
		const files = [join(withLog, 'raw.duckdb'), join(withLog, 'raw.duckdb.wal')];
		const [copy = '', log = ''] = copyOf(test, ...files);
		flip(log);
		expect(await readOr((db) => rawContents(db, copy))).toBeInstanceOf(DamagedRawError);
	});

	it.for(cases(30, 2))('of a backup are noticed or change nothing (%i)', async (_, test) => {
		const { manifest: whole } = await openBackup(backup);
		const [copy = ''] = copyOf(test, backup);
		flip(copy);
		const found = await openBackup(copy).catch((error: unknown) => error as Error);
		if (found instanceof Error) expect(found).toBeInstanceOf(BackupError);
		else expect(found.manifest).toEqual(whole);
	});
});

describe.runIf(isFull)('a damaged snapshot', () => {
	it('is set aside by the dashboard that reads it: the one before is shown, and a run builds it anew', async (test) => {
		const dataDir = dataFolder(test, withTwo);
		spoil(newestFiles(dataDir).marts);
		const supervisor = await launchStart(test, dataDir, states.after.config);
		const seen = new Set<number | null>();
		await until('a page of figures', async () => {
			const status = await statusOf(`${supervisor.url}/`);
			seen.add(status);
			return status === 200;
		});
		// Nobody answers before the port is open, and 503 says that it is getting ready or was asked of the damaged one.
		expect([...seen].filter((status) => status !== null && status !== 200 && status !== 503)).toEqual([]);
		await until('the figures are built anew', async () => {
			const { runs } = await statusIn(dataDir, states.after.config);
			return runs[0]?.trigger === 'start' && runs[0].status === 'ok';
		});
		expect(await statusOf(`${supervisor.url}/customers`)).toBe(200);
		expect(await figuresOf(dataDir)).toEqual(states.figuresAfter);
		await until('its folder is gone', () => leftovers(dataDir).length === 0);
	});

	it.runIf(isFull)('without another one is built anew, and nothing is shown meanwhile', async (test) => {
		const dataDir = dataFolder(test, states.withSnapshot);
		spoil(newestFiles(dataDir).people);
		const supervisor = await launchStart(test, dataDir, states.before.config);
		await untilShown(supervisor);
		const customers = await until('the customers', async () => {
			const response = await fetch(`${supervisor.url}/customers`);
			if (response.status !== 200) expect(response.status).toBe(503);
			return response.status === 200 ? response.text() : null;
		});
		expect(customers).toContain('<table');
		expect(await figuresOf(dataDir)).toEqual(states.figuresBefore);
	});

	it('that a run would take over from is set aside by it, and the next run builds everything', async (test) => {
		const dataDir = dataFolder(test, withTwo);
		spoil(newestFiles(dataDir).marts);
		// Back to the files of before: there is something new to load, and relations to copy.
		const failed = await runOnce(dataDir, states.before.config);
		expect(failed).toMatchObject({ status: 'failed', error: { kind: 'damaged_snapshot' } });
		const { marts, metrics } = states.figuresBefore;
		expect(await shownFigures(dataDir)).toEqual({ marts, metrics });
		expect((await runOnce(dataDir, states.after.config)).error).toBeNull();
		expect(await figuresOf(dataDir)).toEqual(states.figuresAfter);
		expect(leftovers(dataDir)).toEqual([]);
	});

	it('is named by a verb that reads it, and the next one reads the one before', async (test) => {
		const dataDir = dataFolder(test, withTwo);
		spoil(newestFiles(dataDir).marts);
		const args = ['query', 'select sum(net_base) as net from fct_orders', '--json', '--data', dataDir];
		const first = await kundig(args);
		expect(first.code).toBe(1);
		expect(first.stderr).toMatch(/the snapshot \w+ is damaged/);
		expect((await kundig(args)).code).toBe(0);
		const { marts, metrics } = states.figuresBefore;
		expect(await shownFigures(dataDir)).toEqual({ marts, metrics });
	});
});

describe.runIf(isFull)('a damaged raw.duckdb', () => {
	it('fails the run in words, the last snapshot stays up, and the way out that is named works', async (test) => {
		const dataDir = dataFolder(test, states.withSnapshot);
		spoil(join(dataDir, 'raw.duckdb'));
		const run = ['run', '--json', '--data', dataDir, '--config', states.after.config];
		const answer = await kundig(run);
		expect(answer.code).toBe(1);
		expect(parseAnswer(answer)).toMatchObject({ error: { kind: 'damaged' } });
		expect(answer.stderr).toMatch(/raw\.duckdb is damaged[^]*restore/);
		const { marts, metrics } = states.figuresBefore;
		expect(await shownFigures(dataDir)).toEqual({ marts, metrics });
		expect((await kundig(['backup', join(dataDir, '..', 'late.tar'), '--data', dataDir])).code).toBe(1);
		expect((await kundig(['restore', backup, '--force', '--data', dataDir])).code).toBe(0);
		expect((await runOnce(dataDir, states.after.config)).error).toBeNull();
		expect(await figuresOf(dataDir)).toEqual(states.figuresAfter);
	});

	it.for(cases(10, 1))('is noticed also where it opens, or the figures are right (%i)', async (_, test) => {
		const dataDir = dataFolder(test, states.withSnapshot);
		const file = join(dataDir, 'raw.duckdb');
		const whole = readFileSync(file);
		// One bit of a block that nobody reads before its table.
		for (;;) {
			const at = Math.floor(random() * whole.length);
			writeFileSync(file, whole.with(at, (whole[at] ?? 0) ^ 1));
			const found = await readOr((db) => rawContents(db, file));
			const opens = await readOr((db) => attach(db, file, 'raw', { readOnly: true }));
			if (found instanceof Error && !(opens instanceof Error)) break;
		}
		// Before the run begins, on its way, or by whoever reads that block one day: the figures are right either way.
		const report = await runOnce(dataDir, states.after.config);
		if (report.error !== null) {
			expect(report.error).toMatchObject({ kind: 'damaged' });
			expect(report.error.message).toContain('raw.duckdb is damaged');
		}
		const { marts, metrics } = report.error === null ? states.figuresAfter : states.figuresBefore;
		expect(await shownFigures(dataDir)).toEqual({ marts, metrics });
	});
});
