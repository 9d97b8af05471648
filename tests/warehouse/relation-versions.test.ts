import { afterEach, beforeEach, expect, test } from 'vitest';
import { openMemory } from '#warehouse/database.ts';
import type { Connection, Database } from '#warehouse/database.ts';
import { contentVersion } from '#warehouse/relation-versions.ts';

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

async function versionOfRows(sql: string): Promise<string> {
	await db.run(`create or replace temp table things as ${sql}`);
	return contentVersion(db, 'things');
}

test('rows in another order are the same content', async () => {
	const one = await versionOfRows("from (values (1, 'a', null), (2, 'b', 1.5)) as things (id, name, size)");
	expect(await versionOfRows("from (values (2, 'b', 1.5), (1, 'a', null)) as things (id, name, size)")).toBe(one);
});

test.each([
	['another value', "from (values (1, 'a'), (2, 'c')) as things (id, name)"],
	['a value that has gone', "from (values (1, 'a'), (2, null)) as things (id, name)"],
	['values of two rows swapped', "from (values (1, 'b'), (2, 'a')) as things (id, name)"],
	['values of two columns swapped', "from (values ('a', 1), ('b', 2)) as things (name, id)"],
	['a row more', "from (values (1, 'a'), (2, 'b'), (3, 'c')) as things (id, name)"],
	['a row twice more', "from (values (1, 'a'), (2, 'b'), (2, 'b'), (2, 'b')) as things (id, name)"],
	['no row', 'select 1 as id, 2 as name where false'],
])('%s is another content', async (_, sql) => {
	const one = await versionOfRows("from (values (1, 'a'), (2, 'b')) as things (id, name)");
	expect(await versionOfRows(sql)).not.toBe(one);
});
