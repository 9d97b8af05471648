import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { attach, openMemory } from '#warehouse/database.ts';
import { columnsOfRelation, countRows, relations } from '#warehouse/reads/data.ts';

describe('relations', () => {
	it('counts those of the snapshot that the connection means, by store, and none else', async () => {
		const folder = await mkdtemp(join(tmpdir(), 'kundig-relations-'));
		const database = await openMemory({ threads: 1, memoryLimit: '200MB' });
		const db = await database.connect();
		for (const alias of ['marts_a', 'people_a', 'marts_b']) {
			await attach(db, join(folder, `${alias}.duckdb`), alias, { readOnly: false });
		}
		await db.run('create table marts_a.dim_things as select * from range(3) as t(id)');
		await db.run('create table marts_a."odd ""name""" as select 1 as a, 2 as b');
		await db.run('create table people_a.dim_people as select 1 as id');
		await db.run('create table marts_b.dim_things as select * from range(5) as t(id)');
		await db.run("set search_path = 'marts_a.main,people_a.main'");
		expect(await relations(db)).toEqual([
			{ relation: 'dim_people', store: 'people', rows_count: 1, columns_count: 1 },
			{ relation: 'dim_things', store: 'marts', rows_count: 3, columns_count: 1 },
			{ relation: 'odd "name"', store: 'marts', rows_count: 1, columns_count: 2 },
		]);
		// Of one relation alone: the columns in their order, and the rows; of another snapshot's or none at all, nothing.
		expect(await columnsOfRelation(db, 'odd "name"')).toEqual([
			{ name: 'a', type: 'integer' },
			{ name: 'b', type: 'integer' },
		]);
		expect(await columnsOfRelation(db, 'nothing')).toEqual([]);
		expect(await countRows(db, 'dim_things')).toBe(3);
		expect(await countRows(db, 'nothing')).toBeNull();
		database.close();
		await rm(folder, { recursive: true });
	});
});
