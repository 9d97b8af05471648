import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openMemory } from '#warehouse/database.ts';
import type { Connection, Database } from '#warehouse/database.ts';
import { buildTransforms, loadTransforms, orderTransforms, transformsFingerprint } from '#warehouse/graph.ts';
import type { BuiltRelation, Transform, TransformFolder } from '#warehouse/graph.ts';
import { rows, unsafe } from '#warehouse/query.ts';

let database: Database;
let db: Connection;

beforeEach(async () => {
	database = await openMemory({ threads: 1, memoryLimit: '256MB' });
	db = await database.connect();
	await db.run("attach ':memory:' as marts");
	await db.run("attach ':memory:' as people");
	await db.run("set search_path = 'marts.main,people.main'");
});

afterEach(() => {
	db.closeSync();
	database.close();
});

function transform(folder: TransformFolder, name: string, sql: string): Transform {
	return { name, folder, grain: 'One row per thing.', sql };
}

const COUNTS = transform('marts', 'fct_counts', 'select count(*) as things from int_things');
const THINGS = transform('intermediate', 'int_things', 'select * from stg_things');

describe('order', () => {
	test('each transform comes after those it reads, and says what else it reads', async () => {
		const ordered = await orderTransforms(db, [COUNTS, THINGS]);
		expect(ordered.map(({ name, reads, inputs }) => ({ name, reads, inputs }))).toEqual([
			{ name: 'int_things', reads: [], inputs: ['stg_things'] },
			{ name: 'fct_counts', reads: ['int_things'], inputs: [] },
		]);
	});

	test('a circle names those that are in it or wait for it', async () => {
		const circle = [
			transform('intermediate', 'int_a', 'select * from int_b'),
			transform('intermediate', 'int_b', 'select * from int_a'),
			THINGS,
		];
		await expect(orderTransforms(db, circle)).rejects.toThrow('transforms read each other in a circle: int_a, int_b');
	});

	test('the product’s own transforms have an order', async () => {
		const seen = new Set<string>();
		for (const { name, reads } of await orderTransforms(db, loadTransforms())) {
			expect(
				reads.every((read) => seen.has(read)),
				name,
			).toBe(true);
			seen.add(name);
		}
		expect(seen).toContain('rollup_cohorts_by_month');
	});
});

describe('build', () => {
	async function build(transforms: readonly Transform[]): Promise<BuiltRelation[]> {
		return buildTransforms(db, await orderTransforms(db, transforms), () => undefined);
	}

	async function kindsOf(name: string): Promise<string[]> {
		const found = await rows<{ kind: string }>(
			db,
			unsafe(
				`select database_name || ' table' as kind from duckdb_tables() where table_name = '${name}'
				union all select database_name || ' view' from duckdb_views() where view_name = '${name}'`,
			),
		);
		return found.map(({ kind }) => kind);
	}

	beforeEach(() => db.run('create temp table stg_things as select * from range(3) as things (thing)'));

	test('marts and people become tables of their stores, with their rows counted', async () => {
		const people = transform('people', 'dim_people', 'select thing from int_things where thing > 0');
		const relations = await build([COUNTS, THINGS, people]);
		expect(relations.map(({ name, rows: count }) => [name, count])).toEqual(
			expect.arrayContaining([
				['fct_counts', 1],
				['dim_people', 2],
			]),
		);
		expect(relations).toHaveLength(2);
		expect(await kindsOf('fct_counts')).toEqual(['marts table']);
		expect(await kindsOf('dim_people')).toEqual(['people table']);
	});

	test('an intermediate that one relation reads is a view, one that several read is computed once', async () => {
		await build([THINGS, COUNTS]);
		expect(await kindsOf('int_things')).toEqual(['temp view']);
		await db.run('drop view int_things');
		await db.run('drop table fct_counts');
		await build([THINGS, COUNTS, transform('marts', 'fct_largest', 'select max(thing) as thing from int_things')]);
		expect(await kindsOf('int_things')).toEqual(['temp table']);
	});

	test('a relation that cannot be built is named', async () => {
		const broken = transform('marts', 'fct_things', 'select nothing from stg_things');
		await expect(build([broken])).rejects.toThrow(/^marts\.main\.fct_things could not be built: /);
	});

	test('progress counts every relation', async () => {
		const done: [string, number][] = [];
		await buildTransforms(db, await orderTransforms(db, [COUNTS, THINGS]), ({ name }, count) =>
			done.push([name, count]),
		);
		expect(done).toEqual([
			['int_things', 1],
			['fct_counts', 2],
		]);
	});
});

test('the fingerprint changes with the SQL, the name or the folder of a transform', () => {
	const changed = [
		[{ ...THINGS, sql: 'select 1 from stg_things' }],
		[{ ...THINGS, name: 'int_items' }],
		[{ ...THINGS, folder: 'marts' as const }],
		[THINGS, COUNTS],
	];
	const all = [[THINGS], ...changed].map((transforms) => transformsFingerprint(transforms));
	expect(new Set(all).size).toBe(5);
	expect(transformsFingerprint([{ ...THINGS }])).toBe(all[0]);
});
