import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { text as textOf } from 'node:stream/consumers';
import { tableFromIPC } from 'apache-arrow';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { UsageError } from '#pipeline/errors.ts';
import { writeQuery } from '#pipeline/query-output.ts';
import type { QueryFormat, QuerySummary } from '#pipeline/query-output.ts';
import type { ConsoleOptions } from '#warehouse/console.ts';
import { attach, detach, openMemory } from '#warehouse/database.ts';
import { QueryError, rows, sql } from '#warehouse/query.ts';

const folder = mkdtempSync(join(tmpdir(), 'kundig-query-output-'));
const files = { marts: join(folder, 'marts.duckdb') };
const ORDERS = 'select order_id, net_base, ordered_on from fct_orders order by order_id';
let outFolder: string;

beforeAll(async () => {
	const database = await openMemory({ threads: 1, memoryLimit: '256MB' });
	const connection = await database.connect();
	await attach(connection, files.marts, 'marts', { readOnly: false });
	await connection.run(`create table marts.fct_orders as
		select 'O' || range as order_id, (range * 1.5)::decimal(18, 2) as net_base, date '2011-12-09' as ordered_on from range(3)`);
	await detach(connection, 'marts');
	connection.closeSync();
	database.close();
});

beforeEach(() => {
	outFolder = mkdtempSync(join(folder, 'out-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

async function toStdout(
	query: string,
	format: QueryFormat,
	options: ConsoleOptions = {},
): Promise<{ text: string; summary: QuerySummary | null }> {
	const stdout = new PassThrough();
	const reading = textOf(stdout);
	const summary = await writeQuery(files, query, { format, out: null, stdout }, options);
	stdout.end();
	return { text: await reading, summary };
}

function toFile(query: string, format: QueryFormat, out: string): Promise<QuerySummary | null> {
	return writeQuery(files, query, { format, out, stdout: new PassThrough() });
}

describe('to stdout', () => {
	test('json is one document in the shape of the command line', async () => {
		const { text } = await toStdout(ORDERS, 'json');
		const document = JSON.parse(text) as { seconds: unknown };
		expect(Object.keys(document)).toEqual(['columns', 'rows', 'truncated', 'seconds']);
		expect(document).toMatchObject({
			columns: [
				{ name: 'order_id', type: 'VARCHAR' },
				{ name: 'net_base', type: 'DECIMAL(18,2)' },
				{ name: 'ordered_on', type: 'DATE' },
			],
			rows: [
				['O0', '0.00', '2011-12-09'],
				['O1', '1.50', '2011-12-09'],
				['O2', '3.00', '2011-12-09'],
			],
			truncated: false,
		});
		expect(typeof document.seconds).toBe('number');
	});

	test('table and json stop at the limit and say so', async () => {
		const json = await toStdout(ORDERS, 'json', { limit: 2 });
		expect(JSON.parse(json.text)).toMatchObject({
			truncated: true,
			rows: [
				['O0', '0.00', '2011-12-09'],
				['O1', '1.50', '2011-12-09'],
			],
		});
		expect(json.summary).toMatchObject({ rowsCount: 2, truncated: true });
		expect((await toStdout(ORDERS, 'table', { limit: 2 })).text).toContain('(the first 2 rows, and there are more');
	});

	test('csv gives every row, beyond any limit', async () => {
		const { text, summary } = await toStdout('select range as n from range(12345)', 'csv', { limit: 10 });
		const lines = text.split('\r\n');
		expect([lines[0], lines[1], lines[12_345], lines.length]).toEqual(['n', '0', '12344', 12_347]);
		expect(summary).toMatchObject({ rowsCount: 12_345, truncated: false });
	});

	test('csv of no rows is its header', async () => {
		expect((await toStdout('select order_id, net_base from fct_orders where false', 'csv')).text).toBe(
			'order_id,net_base\r\n',
		);
	});

	test('a reader that has seen enough ends the query without an error', async () => {
		const closed = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
		let received = 0;
		const stdout = new Writable({
			write(_chunk, _encoding, done) {
				received += 1;
				done(received > 2 ? closed : null);
			},
		});
		const query = 'select * from range(100000000)';
		expect(await writeQuery(files, query, { format: 'csv', out: null, stdout })).toBeNull();
	});

	test.each(['parquet', 'arrow'] as const)('%s is refused on a terminal, before anything runs', async (format) => {
		const stdout = Object.assign(new PassThrough(), { isTTY: true });
		const attempt = writeQuery(files, 'select nonsense', { format, out: null, stdout });
		await expect(attempt).rejects.toThrow(UsageError);
		await expect(attempt).rejects.toThrow(`${format} is binary, and stdout is a terminal`);
	});

	test('parquet passes through a pipe', async () => {
		const stdout = new PassThrough();
		const reading = stdout.toArray() as Promise<Buffer[]>;
		await writeQuery(files, ORDERS, { format: 'parquet', out: null, stdout });
		stdout.end();
		const bytes = Buffer.concat(await reading);
		expect([bytes.subarray(0, 4).toString(), bytes.subarray(-4).toString()]).toEqual(['PAR1', 'PAR1']);
	});
});

describe('to a file', () => {
	test('parquet keeps the types', async () => {
		const out = join(outFolder, "o'rders.parquet");
		expect(await toFile(ORDERS, 'parquet', out)).toMatchObject({ rowsCount: 3, truncated: false });
		const database = await openMemory({ threads: 1, memoryLimit: '256MB' });
		const db = await database.connect();
		expect(await rows(db, sql`select column_name, column_type from (describe from read_parquet(${out}))`)).toEqual([
			{ column_name: 'order_id', column_type: 'VARCHAR' },
			{ column_name: 'net_base', column_type: 'DECIMAL(18,2)' },
			{ column_name: 'ordered_on', column_type: 'DATE' },
		]);
		expect(await rows(db, sql`select sum(net_base) as total from read_parquet(${out})`)).toEqual([{ total: '4.50' }]);
		db.closeSync();
		database.close();
	});

	test('arrow is a stream that its own library reads', async () => {
		const out = join(outFolder, 'orders.arrow');
		expect(await toFile(ORDERS, 'arrow', out)).toMatchObject({ rowsCount: 3 });
		const table = tableFromIPC(readFileSync(out));
		expect([...(table.getChild('order_id') ?? [])]).toEqual(['O0', 'O1', 'O2']);
	});

	test.each(['table', 'json', 'csv', 'parquet', 'arrow'] as const)(
		'%s replaces an old file in one step and leaves nothing else behind',
		async (format) => {
			const out = join(outFolder, 'result');
			writeFileSync(out, 'old');
			await toFile(ORDERS, format, out);
			expect(readdirSync(outFolder)).toEqual(['result']);
			expect(readFileSync(out, 'utf8')).not.toBe('old');
		},
	);

	test.each(['json', 'csv', 'parquet', 'arrow'] as const)(
		'%s: when the query fails, half way or at once, the old file stands alone',
		async (format) => {
			const out = join(outFolder, 'result');
			writeFileSync(out, 'old');
			const failing =
				"select case when range = 150000 then error('half way') else 'x' || range end as v from range(200000)";
			const limits = { limit: 1_000_000 };
			const attempt = writeQuery(files, failing, { format, out, stdout: new PassThrough() }, limits);
			await expect(attempt).rejects.toThrow(QueryError);
			await expect(attempt).rejects.toThrow('half way');
			expect(readdirSync(outFolder)).toEqual(['result']);
			expect(readFileSync(out, 'utf8')).toBe('old');
		},
	);

	test('a folder that does not exist, or a folder in the place of the file, is named', async () => {
		const missing = toFile(ORDERS, 'csv', join(outFolder, 'none', 'orders.csv'));
		await expect(missing).rejects.toThrow(UsageError);
		await expect(missing).rejects.toThrow(`cannot write to ${join(outFolder, 'none')}: ENOENT`);
		mkdirSync(join(outFolder, 'taken'));
		await expect(toFile(ORDERS, 'csv', join(outFolder, 'taken'))).rejects.toThrow('cannot write');
		expect(readdirSync(outFolder)).toEqual(['taken']);
	});
});
