import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SourceError } from '#pipeline/errors.ts';
import type { RowReading } from '#pipeline/sources/row-source.ts';
import { brokenOf, openSource, range, readSource, rowsOf } from './database-reading.ts';
import type { SourceInput } from './database-reading.ts';

/** Values that a careless reader changes, by the type of their column. */
const HARD_VALUES: readonly (readonly [type: string, sql: string, text: string | null])[] = [
	['integer', '9007199254740993', '9007199254740993'],
	['integer', '-9223372036854775808', '-9223372036854775808'],
	['integer', "'not a number'", 'not a number'],
	['integer', '1.5', '1.5'],
	['real', '0.1', '0.1'],
	['real', '9e999', 'Infinity'],
	['real', '0.30000000000000004', '0.30000000000000004'],
	['numeric', "'12345678901234567890123'", '1.2345678901234568e+22'],
	['text', '42', '42'],
	['text', `'it''s "quoted", with \\ and ;'`, `it's "quoted", with \\ and ;`],
	['text', "'two' || char(13, 10) || 'lines'", 'two\r\nlines'],
	['text', "'Grüße 😀 👩‍🚒 ﷽'", 'Grüße 😀 👩‍🚒 ﷽'],
	['text', "''", ''],
	['', 'null', null],
	['', "x'00ff10'", '00ff10'],
	['datetime', "'2026-01-31T12:00:00.123+02:00'", '2026-01-31T12:00:00.123+02:00'],
	['boolean', 'true', '1'],
];

let folder: string;
let reading: Partial<RowReading>;

function change(...statements: readonly string[]): void {
	const database = new DatabaseSync(join(folder, 'crm.sqlite'));
	for (const statement of statements) database.exec(statement);
	database.close();
}

function input(more: Record<string, unknown>): SourceInput {
	return { type: 'sqlite', path: 'crm.sqlite', ...more };
}

/** The error of an opening or a reading that has to fail. */
async function failure(more: Record<string, unknown>): Promise<SourceError> {
	const error: unknown = await readSource(input(more), reading).then(
		() => null,
		(thrown: unknown) => thrown,
	);
	if (!(error instanceof SourceError)) throw new Error('no SourceError', { cause: error });
	return error;
}

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'kundig-sqlite-'));
	reading = { configDir: folder };
	change(
		'create table many (id integer primary key, amount numeric, note text, changed_at text)',
		`with recursive numbers (id) as (select 1 union all select id + 1 from numbers where id < 25000)
			insert into many select id, id / 4.0, 'note ' || id, datetime(1767225600 + id, 'unixepoch') from numbers`,
		'create table changed (id integer, code text, changed_at text, rate real)',
		`insert into changed values
			(1, 'B', '2026-01-01T10:00:00Z', 0.5),
			(2, 'a', '2026-01-02T10:00:00+02:00', 0.7),
			(3, 'C', null, null),
			(4, '', '2026-01-04 10:00:00.5', 0.9),
			(5, 'ä', '2026-01-05T10:00:00Z', 1),
			('six', x'00ff', '', 'much')`,
	);
});
afterAll(() => {
	rmSync(folder, { recursive: true });
});

describe('values of an SQLite file', () => {
	test('every value comes with every digit', async () => {
		change(
			`create table hard (${HARD_VALUES.map(([type], index) => `c${index} ${type}`).join(', ')})`,
			`insert into hard values (${HARD_VALUES.map(([, sql]) => sql).join(', ')})`,
		);
		const columns = Object.fromEntries(HARD_VALUES.map((_, index) => [`c${index}`, 'text']));
		const [row] = await readSource(input({ table: 'hard', columns }), reading);
		const named = HARD_VALUES.map(([type], index) => [type, row?.[index]]);
		expect(named).toEqual(HARD_VALUES.map(([type, , text]) => [type, text]));
	});

	test('numbers have the decimal mark that the texts of the source have', async () => {
		change('create table german (id integer, price real, told text)', "insert into german values (1, 2.5, '2,5')");
		const columns = { id: 'integer', price: 'decimal', told: 'decimal' };
		const rows = await readSource(input({ table: 'german', columns, format: { decimal: ',' } }), reading);
		expect(rows).toEqual([['1', '2,5', '2,5']]);
	});

	test('only the declared columns are read, in their order, and the others are named', async () => {
		const reader = await openSource(input({ table: 'many', columns: { note: 'text', id: 'integer' } }), reading);
		expect((await rowsOf(reader))[0]).toEqual(['note 1', '1']);
		expect(reader.undeclared()).toEqual(['amount', 'changed_at']);
		await reader.close();
	});

	test('a contract that lets new columns in gets them as a last field, without those that are dropped', async () => {
		change('create table wide (id integer, price real, note text, secret text)');
		change("insert into wide values (1, 2.5, 'x', 's'), (2, null, null, 's')");
		const more = { table: 'wide', columns: { id: 'integer' }, contract: { columns: 'evolve' }, drop: ['secret'] };
		const rows = await readSource(input(more), reading);
		expect(rows).toEqual([
			['1', '{"price":"2.5","note":"x"}'],
			['2', null],
		]);
	});

	test('a row that no text can hold is set aside with its place, without what is to be a pseudonym', async () => {
		change(
			'create table odd (id integer, name text, note text)',
			"insert into odd values (1, 'Ada', 'fine'), (2, 'Bo', 'a' || char(0)), (3, 'Cy', hex(zeroblob(600000)))",
		);
		const columns = { id: 'integer', name: { type: 'text', pseudonym: true }, note: 'text' };
		const reader = await openSource(input({ table: 'odd', columns }), reading);
		const broken = await brokenOf(reader);
		expect(broken.map(({ place, reason }) => [place, reason])).toEqual([
			[2, 'unparseable_record'],
			[3, 'size_limit'],
		]);
		expect(broken[0]?.original).toBe(JSON.stringify({ id: '2', note: 'a\0' }));
		expect(broken[1]?.original).toHaveLength(10_001);
		expect(await rowsOf(reader)).toEqual([['1', 'Ada', 'fine']]);
		await reader.close();
	});
});

describe('a range of an SQLite file', () => {
	async function idsOf(cursor: Record<string, unknown>, from: string | null, to: string | null): Promise<unknown[]> {
		const columns = { id: 'text', code: 'text', changed_at: 'timestamp', rate: 'float' };
		const more = { table: 'changed', columns, zone: 'UTC', cursor };
		return (await readSource(input(more), reading, range(from, to))).map(([id]) => id);
	}

	test('rows come in the order of the cursor, then those without a value or of another kind', async () => {
		expect(await idsOf({ column: 'rate' }, null, null)).toEqual(['1', '2', '4', '5', '3', 'six']);
		expect(await idsOf({ column: 'rate' }, '0.7', '1')).toEqual(['2', '4', '3', 'six']);
	});

	test('rows without a value are left out when they are to be', async () => {
		expect(await idsOf({ column: 'rate', missing: 'exclude' }, '0.7', null)).toEqual(['2', '4', '5', 'six']);
	});

	test('texts are compared by their characters, and one that is empty has no value', async () => {
		expect(await idsOf({ column: 'code' }, null, null)).toEqual(['1', '3', '2', '5', '4', 'six']);
		expect(await idsOf({ column: 'code' }, 'C', 'b')).toEqual(['3', '2', '4', 'six']);
	});

	test('times with a distance from UTC are in the range whichever day they are written with', async () => {
		// 01:00 in the zone two hours ahead of UTC is 23:00 of the day before.
		change("insert into changed values (7, 'x', '2026-01-03T01:00:00+02:00', 2)");
		const found = await idsOf({ column: 'changed_at' }, '2026-01-02 22:00:00', '2026-01-03 00:00:00');
		change('delete from changed where id = 7');
		expect(found).toContain('7');
		expect(found).toContain('3');
		expect(found).not.toContain('5');
	});

	test('a cursor of text that is declared as a number is refused', async () => {
		const { message, hint } = await failure({
			table: 'changed',
			columns: { code: 'integer' },
			cursor: { column: 'code' },
		});
		expect(message).toBe(
			'source orders: the cursor code is TEXT at the server and declared as integer (expected text)',
		);
		expect(hint).toContain('a query of your own');
	});

	test('the rows of a range are counted', async () => {
		const more = { table: 'many', columns: { id: 'integer' }, cursor: { column: 'id' } };
		const reader = await openSource(input(more), reading);
		expect(await reader.count?.(range('24000', '24990'))).toBe(990);
		expect(await reader.count?.(null)).toBe(25_000);
		await reader.close();
	});

	test('a big table comes in pages, each row once', async () => {
		const more = {
			table: 'many',
			columns: { id: 'integer', changed_at: 'timestamp' },
			cursor: { column: 'changed_at' },
		};
		const reader = await openSource(input(more), reading);
		const ids: unknown[] = [];
		const sizes: number[] = [];
		for await (const { rows, label } of reader.pages(null)) {
			sizes.push(rows.length);
			ids.push(...rows.map(([id]) => id));
			expect(label).toBe(`page ${sizes.length}`);
		}
		expect(reader.isOrdered).toBe(true);
		expect(sizes).toEqual([10_000, 10_000, 5_000]);
		expect(ids).toEqual(Array.from({ length: 25_000 }, (_, index) => String(index + 1)));
		await reader.close();
	});
});

describe('names and queries of an SQLite file', () => {
	test('a query of one’s own is read as a table, with a comment and a semicolon at its end', async () => {
		const query = "select count(*) as orders, substr(note, 1, 4) as word from many group by 2; -- that's all";
		const rows = await readSource(input({ query, columns: { word: 'text', orders: 'integer' } }), reading);
		expect(rows).toEqual([['note', '25000']]);
	});

	test('a name with quotes, dots and semicolons is that name and nothing else', async () => {
		change(
			`create table "weird""name; drop table many" ("a ""b"", c" text, "d.e" text)`,
			`insert into "weird""name; drop table many" values ('1', '2')`,
		);
		const table = `main."weird""name; drop table many"`;
		const rows = await readSource(input({ table, columns: { 'd.e': 'text', 'a "b", c': 'text' } }), reading);
		expect(rows).toEqual([['2', '1']]);
	});

	test('a declared column that is not there is named beside those that are', async () => {
		const { message, hint } = await failure({ table: 'many', columns: { id: 'integer', Note: 'text', x: 'text' } });
		expect(message).toBe('source orders: table many has no "Note", "x" (it has id, amount, note, changed_at)');
		expect(hint).toBe('mend the names under columns; upper and lower case count');
	});

	test('a table, a file or a database that is none is told, and what to do', async () => {
		writeFileSync(join(folder, 'text.sqlite'), 'no database at all, only text that is long enough to be read');
		const columns = { id: 'integer' };
		expect((await failure({ table: 'nowhere', columns })).message).toBe(
			'source orders: SQLite says: no such table: nowhere',
		);
		expect((await failure({ table: 'many', columns, path: 'gone.sqlite' })).message).toBe(
			'source orders: the file cannot be opened',
		);
		const damaged = await failure({ table: 'many', columns, path: 'text.sqlite' });
		expect(damaged.message).toBe('source orders: the file is no SQLite database');
		expect(damaged.retryable).toBe(false);
	});

	test('a file that another program writes is told apart, for later may be better', async () => {
		const writer = new DatabaseSync(join(folder, 'crm.sqlite'));
		writer.exec('begin exclusive');
		const { retryable, message } = await failure({ table: 'many', columns: { id: 'integer' } });
		writer.exec('rollback');
		writer.close();
		expect(message).toBe('source orders: the file is locked by another program');
		expect(retryable).toBe(true);
	}, 60_000);

	test('an aborted reading ends with the reason, and the file can be written again', async () => {
		const stop = new AbortController();
		const reader = await openSource(input({ table: 'many', columns: { id: 'integer' } }), {
			...reading,
			signal: stop.signal,
		});
		const reason = new Error('stopped');
		await expect(async () => {
			for await (const { rows } of reader.pages(null)) if (rows.length > 0) stop.abort(reason);
		}).rejects.toBe(reason);
		change('create table after_all (id)');
		await reader.close();
	});

	test('the file is not written to', async () => {
		const query = "select id from many where id = 1 union all select length(writefile('x', 'y'))";
		expect((await failure({ query, columns: { id: 'integer' } })).message).toContain('no such function');
	});
});
