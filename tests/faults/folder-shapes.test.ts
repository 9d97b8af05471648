import { spawnSync } from 'node:child_process';
import {
	chmodSync,
	chownSync,
	copyFileSync,
	existsSync,
	readdirSync,
	rmSync,
	truncateSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { figuresOf } from '../support/company-figures.ts';
import { dataFolder } from '../support/company-folder.ts';
import { makeCompanyStates } from '../support/company-states.ts';
import type { CompanyStates } from '../support/company-states.ts';
import { inTwos, repetitions } from '../support/faults.ts';
import { kundig, kundigCommand, parseAnswer, runOnce } from '../support/kundig-process.ts';

let states: CompanyStates;

beforeAll(async () => {
	states = await makeCompanyStates();
});
afterAll(() => states.remove());

interface Shape {
	readonly name: string;
	readonly damage: (dataDir: string) => void;
	/** What the run says. */
	readonly says: RegExp;
}

const SHAPES: readonly Shape[] = [
	{
		name: 'records.db is missing',
		damage: (dataDir) => rmSync(join(dataDir, 'records.db')),
		says: /records\.db is missing in .*, though there is raw\.duckdb, snapshots/,
	},
	{
		name: 'records.db is empty',
		damage: (dataDir) => truncateSync(join(dataDir, 'records.db')),
		says: /records\.db in .* is empty \(0 bytes\), though there is raw\.duckdb, snapshots/,
	},
	{
		name: 'records.db is something else',
		damage: (dataDir) => writeFileSync(join(dataDir, 'records.db'), 'a letter'.repeat(1000)),
		says: /records\.db is not a SQLite database/,
	},
	{
		name: 'the log of records.db is there without it',
		damage: (dataDir) => {
			for (const name of readdirSync(dataDir)) {
				if (name !== 'lock.sqlite') rmSync(join(dataDir, name), { recursive: true });
			}
			writeFileSync(join(dataDir, 'records.db-wal'), 'x'.repeat(4096));
		},
		says: /records\.db is missing in .*, though there is records\.db-wal/,
	},
	{
		name: 'raw.duckdb is missing',
		damage: (dataDir) => rmSync(join(dataDir, 'raw.duckdb')),
		says: /raw\.duckdb is missing in .*, though customers, .*order_lines.* were loaded before/,
	},
	{
		name: 'raw.duckdb is empty',
		damage: (dataDir) => truncateSync(join(dataDir, 'raw.duckdb')),
		says: /raw\.duckdb is empty \(0 bytes\) in .*, though customers, .* were loaded before/,
	},
	{
		name: 'raw.duckdb is cut short',
		damage: (dataDir) => truncateSync(join(dataDir, 'raw.duckdb'), 3000),
		says: /raw\.duckdb is damaged/,
	},
	{
		name: 'raw.duckdb is something else',
		damage: (dataDir) => writeFileSync(join(dataDir, 'raw.duckdb'), 'a letter'.repeat(1000)),
		says: /raw\.duckdb is not a DuckDB database/,
	},
	{
		name: 'the log of raw.duckdb is there without it',
		damage: (dataDir) => {
			rmSync(join(dataDir, 'raw.duckdb'));
			writeFileSync(join(dataDir, 'raw.duckdb.wal'), 'x'.repeat(100));
		},
		says: /raw\.duckdb is missing in .*, though its log raw\.duckdb\.wal is there/,
	},
	{
		name: 'raw.duckdb is of another data folder',
		damage: (dataDir) => copyFileSync(join(states.folder, 'fresh', 'raw.duckdb'), join(dataDir, 'raw.duckdb')),
		says: /raw\.duckdb in .* belongs to another data folder/,
	},
];

describe.concurrent('a run refuses a data folder in which', () => {
	const repeated = SHAPES.flatMap((shape) => repetitions(5).map((time) => ({ ...shape, time })));
	it.for(repeated)('D7: $name, says so, and makes nothing anew (time $time)', ({ damage, says }, test) =>
		inTwos(async () => {
			const dataDir = dataFolder(test, states.withSnapshot);
			damage(dataDir);
			const before = readdirSync(dataDir).filter((name) => /^(records|raw)\./.test(name));
			const answer = await kundig(['run', '--json', '--data', dataDir, '--config', states.before.config]);
			expect(answer.code).toBe(1);
			const { error } = parseAnswer(answer) as { readonly error: { readonly message: string; readonly hint: string } };
			expect(error.message).toMatch(says);
			expect(error.hint).toMatch(/restore/);
			// Nothing was made where something was missing.
			const stores = readdirSync(dataDir).filter((name) => /^(records\.db|raw\.duckdb)$/.test(name));
			expect(stores.filter((name) => !before.includes(name))).toEqual([]);
		}),
	);
});

it('the way out that it names works: a backup restores over damaged stores', async (test) => {
	const dataDir = dataFolder(test, states.withSnapshot);
	const file = join(dataDir, '..', 'backup.tar');
	expect((await kundig(['backup', file, '--data', dataDir])).code).toBe(0);
	writeFileSync(join(dataDir, 'records.db'), 'a letter'.repeat(1000));
	truncateSync(join(dataDir, 'raw.duckdb'), 3000);
	expect((await kundig(['restore', file, '--force', '--data', dataDir])).code).toBe(0);
	expect((await runOnce(dataDir, states.before.config)).error).toBeNull();
	expect(await figuresOf(dataDir)).toEqual(states.figuresBefore);
});

it('a missing warehouse is loaded again where somebody asks for everything', async (test) => {
	const dataDir = dataFolder(test, states.withSnapshot);
	rmSync(join(dataDir, 'raw.duckdb'));
	const answer = await kundig(['run', '--full', '--json', '--data', dataDir, '--config', states.before.config]);
	expect(answer.code).toBe(0);
	const { loads } = await figuresOf(dataDir);
	expect(loads).toEqual(states.figuresBefore.loads);
});

it('a snapshot whose files were taken away is built again, of the same figures', async (test) => {
	const dataDir = dataFolder(test, states.withSnapshot);
	rmSync(join(dataDir, 'snapshots'), { recursive: true });
	const report = await runOnce(dataDir, states.before.config);
	expect(report).toMatchObject({ status: 'ok', error: null });
	expect(await figuresOf(dataDir)).toEqual(states.figuresBefore);
});

it('a folder that a killed first start left with an empty warehouse is begun anew', async (test) => {
	const dataDir = dataFolder(test);
	expect((await kundig(['status', '--data', dataDir])).code).toBe(0);
	writeFileSync(join(dataDir, 'raw.duckdb'), '');
	expect((await runOnce(dataDir, states.before.config)).error).toBeNull();
	expect(await figuresOf(dataDir)).toEqual(states.figuresBefore);
});

const NOBODY = 65_534;

it.runIf(process.getuid?.() === 0)('a folder that may not be written is named with its mode', (test) => {
	const dataDir = dataFolder(test, states.withSnapshot);
	// Root may write anywhere: the run is somebody else's, who has the folder to themselves but for its rights.
	for (const path of [join(dataDir, '..'), dataDir, join(dataDir, 'records.db')]) chownSync(path, NOBODY, NOBODY);
	chmodSync(dataDir, 0o400);
	const [program, ...args] = kundigCommand(['status', '--json', '--data', dataDir]);
	const { status, stderr } = spawnSync(program, args, { uid: NOBODY, gid: NOBODY, encoding: 'utf8', cwd: '/' });
	chmodSync(dataDir, 0o700);
	expect(stderr).toContain(`this user may not write in the data folder ${dataDir} (mode 0400)`);
	expect(stderr).toContain(`chmod 700 ${dataDir}`);
	expect(status).toBe(1);
	expect(existsSync(join(dataDir, 'records.db'))).toBe(true);
});
