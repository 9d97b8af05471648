import { afterAll, beforeAll, expect, test } from 'vitest';
import { openMemory } from '#warehouse/database.ts';
import type { Connection, Database } from '#warehouse/database.ts';
import { tableNames } from '#warehouse/table-names.ts';

let database: Database;
let connection: Connection;

beforeAll(async () => {
	database = await openMemory({ threads: 1, memoryLimit: '256MB' });
	connection = await database.connect();
});

afterAll(() => {
	connection.closeSync();
	database.close();
});

test.each([
	['select * from b join a on a.x = b.x', ['a', 'b']],
	['select * from a join b using (x)', ['a', 'b']],
	['select * from a asof join b on a.x = b.x and a.on >= b.on', ['a', 'b']],
	['with own as (select * from a) select * from own, range(3)', ['a']],
	['with own as (with inner_own as (from a) from inner_own) select * from own', ['a']],
	['select (select max(x) from b) from a where exists (from c)', ['a', 'b', 'c']],
	['select x from a union all select x from b', ['a', 'b']],
	['select * from marts.main.a', ['a']],
	['select 1', []],
])('%s names %j', async (query, names) => {
	expect(await tableNames(connection, [query])).toEqual([names]);
});

test('a query that does not parse is refused with what DuckDB says', async () => {
	await expect(tableNames(connection, ['select 1', 'select from where'])).rejects.toThrow(
		/query does not parse: syntax error/,
	);
});

test('each query is answered in its place, none by nothing', async () => {
	const queries = ['from c', "select '$1' from a", 'select 1', 'from b'];
	expect(await tableNames(connection, queries)).toEqual([['c'], ['a'], [], ['b']]);
	expect(await tableNames(connection, [])).toEqual([]);
});
