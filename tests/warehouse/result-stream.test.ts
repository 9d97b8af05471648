import { afterAll, beforeAll, expect, test } from 'vitest';
import { openMemory } from '#warehouse/database.ts';
import type { Connection, Database } from '#warehouse/database.ts';
import { QueryError, rows, sql, unsafe } from '#warehouse/query.ts';
import { openResultStream } from '#warehouse/result-stream.ts';

let database: Database;
let db: Connection;

beforeAll(async () => {
	database = await openMemory({ threads: 1, memoryLimit: '1GB' });
	db = await database.connect();
});

afterAll(() => {
	db.closeSync();
	database.close();
});

async function countRows(text: string): Promise<number> {
	await using stream = await openResultStream(db, unsafe(text));
	let count = 0;
	for await (const chunk of stream.chunks()) count += chunk.rowCount;
	return count;
}

test('gives every row, and the names and types before the first', async () => {
	await using stream = await openResultStream(db, sql`select range as a, 'x' as a from range(${5000})`);
	expect(stream.names).toHaveLength(2);
	expect(new Set(stream.names).size).toBe(2);
	expect(stream.types.map(String)).toEqual(['BIGINT', 'VARCHAR']);
	let sum = 0;
	for await (const chunk of stream.chunks()) for (const value of chunk.getColumnValues(0)) sum += Number(value);
	expect(sum).toBe(12_497_500); // 0 + 1 + … + 4999
});

test('a query that fails far behind its first rows is an error, never a shorter result', async () => {
	const text = "select case when range = 150000 then error('half way') else range::varchar end as v from range(200000)";
	await expect(countRows(text)).rejects.toThrow(QueryError);
	await expect(countRows(text)).rejects.toThrow('half way');
	expect(await countRows('select * from range(7)')).toBe(7);
});

test('a query that DuckDB refuses leaves the connection as it was', async () => {
	await expect(openResultStream(db, unsafe('select nothing'))).rejects.toThrow(QueryError);
	expect(await rows(db, sql`select 1 as one`)).toEqual([{ one: 1 }]);
});

test('may be left before its end, and the connection is free again', async () => {
	{
		await using stream = await openResultStream(db, unsafe('select * from range(100000000)'));
		for await (const chunk of stream.chunks()) {
			expect(chunk.rowCount).toBeGreaterThan(0);
			break;
		}
	}
	expect(await rows(db, sql`select 1 as one`)).toEqual([{ one: 1 }]);
});
