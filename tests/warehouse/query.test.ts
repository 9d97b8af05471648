import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openMemory } from '#warehouse/database.ts';
import type { Connection, Database } from '#warehouse/database.ts';
import { ident, join, QueryError, row, rows, sql, unsafe } from '#warehouse/query.ts';

let database: Database;
let db: Connection;

beforeAll(async () => {
	database = await openMemory({ threads: 1, memoryLimit: '256MB' });
	db = await database.connect();
});

afterAll(() => {
	db.closeSync();
	database.close();
});

describe('sql', () => {
	it('numbers values in their order', () => {
		expect(sql`a = ${1} and b = ${'x'} and c = ${null}`).toEqual({
			text: 'a = $1 and b = $2 and c = $3',
			values: [1, 'x', null],
		});
	});

	it('inlines nested pieces behind the values that stand before them', () => {
		const inner = sql`b > ${2} and ${sql`c > ${3}`}`;
		expect(sql`a > ${1} and ${inner} and d > ${4} and ${inner}`).toEqual({
			text: 'a > $1 and b > $2 and c > $3 and d > $4 and b > $5 and c > $6',
			values: [1, 2, 3, 4, 2, 3],
		});
	});

	it('tells $1 from $10 when it numbers anew', async () => {
		const eleven = join(Array.from({ length: 11 }, (_, index) => sql`${index}`));
		const query = sql`select ${'before'} as b, [${eleven}]::varchar as list, ${'after'} as a`;
		expect(query.text).toBe(
			'select $1 as b, [$2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12]::varchar as list, $13 as a',
		);
		expect(await row(db, query)).toEqual({ b: 'before', list: '[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]', a: 'after' });
	});

	it('never takes a value for SQL', async () => {
		const text = `'; drop table x; -- $1 "`;
		expect(await row(db, sql`select ${text} as text`)).toEqual({ text });
	});
});

describe('join', () => {
	it('puts a separator between pieces, and gives empty text for none', () => {
		expect(join([sql`a = ${1}`, sql`b = ${2}`], ' and ')).toEqual({ text: 'a = $1 and b = $2', values: [1, 2] });
		expect(join([])).toEqual({ text: '', values: [] });
	});
});

describe('ident', () => {
	it('quotes a plain name', () => {
		expect(ident('order_lines2').text).toBe('"order_lines2"');
	});

	it.each(['', 'Orders', 'a b', 'a"b', '1st', 'a;b', 'naïve', 'a.b', 'a\n'])('refuses %j', (name) => {
		expect(() => ident(name)).toThrow(QueryError);
	});
});

describe('rows', () => {
	const values: readonly (readonly [string, unknown])[] = [
		['null', null],
		['true', true],
		['42::tinyint', 42],
		['(-5)::bigint', -5],
		['9007199254740991::bigint', 9_007_199_254_740_991],
		['(-9007199254740991)::bigint', -9_007_199_254_740_991],
		['sum(3) over ()', 3],
		['18446744073709551615::ubigint % 7', 1],
		['1.5::double', 1.5],
		["'text'", 'text'],
		["''", ''],
		['12345678901234567.89::decimal(19, 2)', '12345678901234567.89'],
		['(-0.05)::decimal(18, 2)', '-0.05'],
		['0::decimal(18, 4)', '0.0000'],
		['5::decimal(9, 0)', '5'],
		['(-12.34)::decimal(4, 2)', '-12.34'],
		["date '2026-02-28'", '2026-02-28'],
		["date '1969-12-31'", '1969-12-31'],
		["date '0044-03-15'", '0044-03-15'],
		["timestamp '2026-01-02 03:04:05'", '2026-01-02T03:04:05Z'],
		["timestamp '2026-01-02 03:04:05.678901'", '2026-01-02T03:04:05.678Z'],
		["timestamp '1969-12-31 23:59:59.999999'", '1969-12-31T23:59:59.999Z'],
		["timestamp '1960-06-01 12:00:00'", '1960-06-01T12:00:00Z'],
		["timestamp '1960-06-01 12:00:00.000001'", '1960-06-01T12:00:00Z'],
		["timestamp_ns '1969-12-31 23:59:59.999999999'", '1969-12-31T23:59:59.999Z'],
		["timestamp_ms '1969-12-31 23:59:59.999'", '1969-12-31T23:59:59.999Z'],
		["timestamp_s '1969-12-31 23:59:59'", '1969-12-31T23:59:59Z'],
		["timestamptz '2026-01-02 03:04:05+02'", '2026-01-02T01:04:05Z'],
		["time '01:02:03'", '01:02:03'],
		["'sale'::enum('sale', 'return')", 'sale'],
	];
	it.each(values)('gives %s as %j', async (expression, expected) => {
		expect(await rows(db, sql`select ${unsafe(expression)} as value`)).toEqual([{ value: expected }]);
	});

	it.each(['9007199254740992::bigint', '(-9007199254740992)::bigint', '170141183460469231731687303715884105727'])(
		'refuses to round %s',
		async (expression) => {
			await expect(rows(db, sql`select ${unsafe(expression)} as value`)).rejects.toThrow(
				/integer out of range: -?\d+ \(cast it in the query\)/,
			);
		},
	);

	it('gives rows in the order of the query, and none as none', async () => {
		expect(await rows(db, sql`select range as n from range(3) order by n desc`)).toEqual([
			{ n: 2 },
			{ n: 1 },
			{ n: 0 },
		]);
		expect(await rows(db, sql`select 1 as n where false`)).toEqual([]);
	});

	it('throws a QueryError that carries the SQL', async () => {
		const failure = await rows(db, sql`select nonsense from range(${3})`).catch((error: unknown) => error);
		expect(failure).toBeInstanceOf(QueryError);
		expect((failure as QueryError).sql).toBe('select nonsense from range($1)');
		expect((failure as QueryError).message).toContain('nonsense');
	});
});

describe('row', () => {
	it('gives the first row, or null where there is none', async () => {
		expect(await row(db, sql`select range as n from range(5, 7) order by n`)).toEqual({ n: 5 });
		expect(await row(db, sql`select 1 as n where false`)).toBeNull();
	});
});
