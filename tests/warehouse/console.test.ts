import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { tableFromIPC } from 'apache-arrow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openConsoleArrow, openConsoleRows, runConsoleQuery, writeConsoleParquet } from '#warehouse/console.ts';
import { openMemory } from '#warehouse/database.ts';
import { QueryError, rows, sql } from '#warehouse/query.ts';
import { makeSnapshot } from './console/marts-file.ts';

let folder: string;
let files: { marts: string };

beforeAll(async () => {
	const snapshot = await makeSnapshot();
	folder = snapshot.folder;
	files = { marts: snapshot.marts };
});

afterAll(() => rmSync(folder, { recursive: true }));

describe.concurrent('a query', () => {
	test('gives columns with their types, and values as JSON has them', async () => {
		const result = await runConsoleQuery(
			files,
			"select order_id, net_base, is_identified, ordered_at, ordered_on, 7 as seven, 'a'::enum('a', 'b') as kind, null as nothing from fct_orders order by order_id limit 2",
		);
		expect(result.columns).toEqual([
			{ name: 'order_id', type: 'VARCHAR' },
			{ name: 'net_base', type: 'DECIMAL(18,2)' },
			{ name: 'is_identified', type: 'BOOLEAN' },
			{ name: 'ordered_at', type: 'TIMESTAMP' },
			{ name: 'ordered_on', type: 'DATE' },
			{ name: 'seven', type: 'INTEGER' },
			{ name: 'kind', type: 'ENUM' },
			{ name: 'nothing', type: 'INTEGER' },
		]);
		expect(result.rows).toEqual([
			['O0', '0.00', true, '2011-12-09T12:50:00Z', '2011-12-09', 7, 'a', null],
			['O1', '1.50', false, '2011-12-09T12:51:00Z', '2011-12-09', 7, 'a', null],
		]);
		expect(result.truncated).toBe(false);
		expect(result.seconds).toBeGreaterThanOrEqual(0);
	});

	test('stops at the limit and says that there is more, even where there would be ten thousand million rows', async () => {
		const result = await runConsoleQuery(files, 'select 1 from range(100000), range(100000)', { limit: 5000 });
		expect(result.rows).toHaveLength(5000);
		expect(result.truncated).toBe(true);
	});

	test('of exactly as many rows as the limit is not truncated', async () => {
		const result = await runConsoleQuery(files, 'from fct_orders', { limit: 10 });
		expect([result.rows.length, result.truncated]).toEqual([10, false]);
	});

	test('of very long texts stops before they fill the reader', async () => {
		const result = await runConsoleQuery(files, "select repeat('x', 1000000) from range(100)");
		expect([result.rows.length, result.truncated]).toEqual([32, true]); // 32 million characters
	});

	test('may be read in pieces without a limit', async () => {
		using run = await openConsoleRows(files, 'select range as v from range(12345)');
		let sum = 0;
		for await (const piece of run.pieces()) for (const row of piece) sum += Number(row[0]);
		expect(sum).toBe(76_193_340); // 12344 * 12345 / 2
		expect(run.end()).toMatchObject({ rowsCount: 12_345, truncated: false });
	});

	test('gives an Arrow stream', async () => {
		using run = await openConsoleArrow(files, 'select order_id, net_base from fct_orders');
		const table = tableFromIPC(Buffer.concat(await Array.fromAsync(run.pieces())));
		expect([table.numRows, String(table.schema.fields[1]?.type)]).toEqual([10, 'Decimal[18e+2]']);
		expect(run.end()).toMatchObject({ rowsCount: 10 });
	});

	test('is not timed while its reader takes a rest', async () => {
		using run = await openConsoleRows(files, 'select range from range(12000)', { timeoutSeconds: 3 });
		let count = 0;
		for await (const piece of run.pieces()) {
			count += piece.length;
			await sleep(600);
		}
		expect(count).toBe(12_000);
	});

	test('writes Parquet with the types it has, names and values of any kind', async () => {
		const query = `
			select net_base, sum(1) over () as total, 18446744073709551616::hugeint as big, [1, null] as list,
				'it''s'::enum('it''s', 'b') as kind, {'a "b"': 1} as struct, 1 as "; drop table x; --", ordered_at, null::date as day
			from fct_orders order by order_id limit 3`;
		const end = await writeConsoleParquet(files, query, { folder, fileName: 'three.parquet' });
		expect(end.rowsCount).toBe(3);
		const database = await openMemory({ threads: 1, memoryLimit: '256MB' });
		const db = await database.connect();
		const file = join(folder, 'three.parquet');
		const types = await rows<{ column_name: string; column_type: string }>(
			db,
			sql`select column_name, column_type from (describe from read_parquet(${file}))`,
		);
		expect(types.map((column) => [column.column_name, column.column_type])).toEqual([
			['net_base', 'DECIMAL(18,2)'],
			['total', 'DECIMAL(38,0)'],
			['big', 'DECIMAL(38,0)'],
			['list', 'INTEGER[]'],
			['kind', 'VARCHAR'],
			['struct', 'STRUCT("a ""b""" INTEGER)'],
			['; drop table x; --', 'INTEGER'],
			['ordered_at', 'TIMESTAMP'],
			['day', 'DATE'],
		]);
		expect(await rows(db, sql`select net_base, big, kind from read_parquet(${file})`)).toEqual([
			{ net_base: '0.00', big: '18446744073709551616', kind: "it's" },
			{ net_base: '1.50', big: '18446744073709551616', kind: "it's" },
			{ net_base: '3.00', big: '18446744073709551616', kind: "it's" },
		]);
		db.closeSync();
		database.close();
	});
});

describe.concurrent('a query that fails', () => {
	test.each([
		['is refused when it would write', 'insert into fct_orders values (1)', 'only SELECT and EXPLAIN'],
		['never sees the people of the snapshot', 'from dim_people', 'relation "dim_people"'],
		['carries the words of DuckDB', "select 'x'::integer", 'Could not convert'],
		[
			'far behind its first rows is an error, never a shorter result',
			"select case when range = 9000 then error('half way') else 'ok' || range end from range(9500)",
			'half way',
		],
	])('%s', async (_, query, words) => {
		const attempt = runConsoleQuery(files, query);
		await expect(attempt).rejects.toThrow(QueryError);
		await expect(attempt).rejects.toThrow(words);
	});

	test('on a snapshot that is not there says so', async () => {
		await expect(runConsoleQuery({ marts: join(folder, 'none.duckdb') }, 'select 1')).rejects.toThrow('none.duckdb');
	});
});

describe('a query that would never end, or fill the memory, is stopped with its process', () => {
	const timeout = 'the query was stopped: it took longer than 1 s';

	test.each([
		['a cross join', 'select count(*) from range(100000) a, range(10000000) b where a.range + b.range = -1'],
		[
			'a recursion without end',
			'with recursive r as (select 1 as n union all select n + 1 from r) select count(*) from r',
		],
		['a function that cannot be interrupted', "select levenshtein(repeat('a', 100000), repeat('b', 100000))"],
	])('%s', async (_, query) => {
		await expect(runConsoleQuery(files, query, { timeoutSeconds: 1 })).rejects.toThrow(timeout);
	});

	test.each([
		['one long text', "select repeat('x', 3000000000)"],
		['one long list', 'select len(range(300000000))'],
		['many long texts', "select repeat('x', 20000000) from range(100)"],
	])('%s', async (_, query) => {
		const attempt = runConsoleQuery(files, query, { residentBytes: 300_000_000 });
		await expect(attempt).rejects.toThrow('the query was stopped: it needed more than 300 MB of memory');
	});

	test('while what DuckDB itself can bound ends with its own words', async () => {
		const query =
			"select max(list) from (select range % 7, list('x' || range) as list from range(30000000) group by 1)";
		await expect(runConsoleQuery(files, query, { memoryLimit: '100MB' })).rejects.toThrow('Out of Memory');
	});
});

function childrenOf(pid: number): number[] {
	return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
}

async function waitFor<Value>(read: () => Value, isRight: (value: Value) => boolean): Promise<Value> {
	for (;;) {
		const value = read();
		if (isRight(value)) return value;
		await sleep(20);
	}
}

test.skipIf(!existsSync(`/proc/self/task/${process.pid}/children`))(
	'the process of a query ends when its parent is killed (seen through /proc)',
	async () => {
		const module = fileURLToPath(new URL('../../warehouse/console.ts', import.meta.url));
		const query = 'select count(*) from range(1000000) a, range(10000000) b where a.range + b.range = -1';
		const script = `const { runConsoleQuery } = await import(${JSON.stringify(module)});
			await runConsoleQuery(${JSON.stringify(files)}, ${JSON.stringify(query)});`;
		const parent = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' });
		const parentPid = parent.pid ?? 0;
		const [child = 0] = await waitFor(
			() => childrenOf(parentPid),
			(pids) => pids.length > 0,
		);
		await sleep(500);
		parent.kill('SIGKILL');
		await waitFor(
			() => existsSync(`/proc/${child}/stat`) && !readFileSync(`/proc/${child}/stat`, 'utf8').includes(') Z '),
			(isAlive) => !isAlive,
		);
		expect(child).toBeGreaterThan(0);
	},
);
