import { afterEach, beforeEach, expect, test } from 'vitest';
import { openMemory } from '#warehouse/database.ts';
import type { Connection, Database } from '#warehouse/database.ts';
import { QueryError, rows, sql } from '#warehouse/query.ts';
import { appendColumns, readColumns } from '#warehouse/typed-columns.ts';

let database: Database;
let db: Connection;

beforeEach(async () => {
	database = await openMemory({ threads: 1, memoryLimit: '256MB' });
	db = await database.connect();
});

afterEach(() => {
	db.closeSync();
	database.close();
});

test('columns come as typed arrays, whatever number of chunks they are in', async () => {
	const count = 5_000;
	const columns = await readColumns(
		db,
		sql`select i::double / 2 as half, i::integer as whole, date '1970-01-01' + i::integer as day, 'row ' || i as word
			from range(${count}) as numbers (i) order by i`,
	);
	expect(columns.rows).toBe(count);
	expect(columns.doubles('half')).toEqual(Float64Array.from({ length: count }, (_, index) => index / 2));
	expect(columns.integers('whole').at(-1)).toBe(count - 1);
	expect(columns.integers('day').at(2_500)).toBe(2_500);
	expect(columns.texts('word').at(2_049)).toBe('row 2049');
});

test('a double that is null is NaN, a text that is null is null', async () => {
	const columns = await readColumns(
		db,
		sql`select case when i % 2 = 0 then i::double end as even, case when i > 0 then 'x' end as word
			from range(3) as numbers (i) order by i`,
	);
	expect([...columns.doubles('even')]).toEqual([0, Number.NaN, 2]);
	expect(columns.texts('word')).toEqual([null, 'x', 'x']);
});

test('no rows are empty columns', async () => {
	const columns = await readColumns(db, sql`select 1::double as figure, 'x' as word where false`);
	expect([columns.rows, columns.doubles('figure').length, columns.texts('word').length]).toEqual([0, 0, 0]);
});

test('a column of another type, or that is not there, is refused with the query', async () => {
	await expect(readColumns(db, sql`select 1::bigint as many`)).rejects.toThrow(
		'column "many" has type BIGINT (expected double, integer, date or varchar)',
	);
	await expect(readColumns(db, sql`select nothing`)).rejects.toThrow(QueryError);
	const columns = await readColumns(db, sql`select 1::double as figure`);
	expect(() => columns.integers('figure')).toThrow('no such column: "figure"');
});

test('rows are appended by the names of columns, one text for all of them where there is but one', async () => {
	await db.run('create temp table scored (position integer, chance double, word varchar, model varchar)');
	const count = 4_097;
	await appendColumns(db, 'scored', count, {
		model: 'm1',
		word: Array.from({ length: count }, (_, index) => (index === 0 ? null : `w${index}`)),
		chance: Float64Array.from({ length: count }, (_, index) => (index === 1 ? Number.NaN : index)),
		position: Int32Array.from({ length: count }, (_, index) => index + 1),
	});
	expect(await rows(db, sql`select * from scored where position in (1, 2, 4097) order by position`)).toEqual([
		{ position: 1, chance: 0, word: null, model: 'm1' },
		{ position: 2, chance: null, word: 'w1', model: 'm1' },
		{ position: 4097, chance: 4096, word: 'w4096', model: 'm1' },
	]);
	expect(await rows(db, sql`select count(*) as count from scored`)).toEqual([{ count }]);
});

test('a column of the table that is not given is missed', async () => {
	await db.run('create temp table scored (position integer, chance double)');
	await expect(appendColumns(db, 'scored', 1, { position: [1] })).rejects.toThrow(RangeError);
});
