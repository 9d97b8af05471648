import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openMemory } from '#warehouse/database.ts';
import type { Connection, Database } from '#warehouse/database.ts';
import { loadTransforms, orderTransforms, transformsFingerprint } from '#warehouse/graph.ts';
import type { Transform, TransformFolder } from '#warehouse/graph.ts';

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
