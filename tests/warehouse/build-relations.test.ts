import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openBuild } from '#warehouse/build-relations.ts';
import type { Built } from '#warehouse/build-relations.ts';
import { openMemory } from '#warehouse/database.ts';
import type { Connection, Database } from '#warehouse/database.ts';
import { BEFORE_SCORING, orderTransforms } from '#warehouse/graph.ts';
import type { Transform, TransformFolder } from '#warehouse/graph.ts';
import { rows, unsafe } from '#warehouse/query.ts';
import { contentVersion } from '#warehouse/relation-versions.ts';
import type { RelationVersions } from '#warehouse/relation-versions.ts';

let database: Database;
let db: Connection;

beforeEach(async () => {
	database = await openMemory({ threads: 1, memoryLimit: '256MB' });
	db = await database.connect();
	for (const name of ['marts', 'people', 'previous_marts', 'previous_people']) {
		await db.run(`attach ':memory:' as ${name}`);
	}
	await db.run("set search_path = 'marts.main,people.main'");
	await db.run("create temp table stg_things as select thing, 'a' as colour from range(3) as things (thing)");
});

afterEach(() => {
	db.closeSync();
	database.close();
});

function transform(folder: TransformFolder, name: string, sql: string): Transform {
	return { name, folder, grain: 'One row per thing.', sql };
}

const COUNTS = transform('marts', 'fct_counts', 'select count(*) as things from int_things');
const LARGEST = transform('marts', 'fct_largest', 'select max(thing) as thing from int_things');
const THINGS = transform('intermediate', 'int_things', 'select thing from stg_things');
const COLOURS = transform('people', 'dim_colours', 'select distinct colour from stg_things');

async function build(transforms: readonly Transform[], previous: RelationVersions = {}): Promise<Built> {
	const inputs = new Map([['stg_things', await contentVersion(db, 'stg_things')]]);
	const opened = await openBuild(db, await orderTransforms(db, transforms), { inputs, previous });
	await opened.build(BEFORE_SCORING);
	return opened.built();
}

async function valuesOf(relation: string): Promise<unknown[]> {
	const found = await rows<{ value: unknown }>(db, unsafe(`select columns(*) as value from ${relation} order by 1`));
	return found.map(({ value }) => value);
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

describe('what is built', () => {
	test('marts and people become tables of their stores, with their rows counted', async () => {
		const { relations } = await build([COUNTS, THINGS, COLOURS]);
		expect(relations.map(({ name, rows: count, isCopied }) => [name, count, isCopied])).toEqual([
			['dim_colours', 1, false],
			['fct_counts', 1, false],
		]);
		expect(await kindsOf('fct_counts')).toEqual(['marts table']);
		expect(await kindsOf('dim_colours')).toEqual(['people table']);
	});

	test('an intermediate that one relation reads is a view, one that several read is computed once', async () => {
		await build([THINGS, COUNTS]);
		expect(await kindsOf('int_things')).toEqual(['temp view']);
		await db.run('drop view int_things');
		await db.run('drop table fct_counts');
		await build([THINGS, COUNTS, LARGEST]);
		expect(await kindsOf('int_things')).toEqual(['temp table']);
	});

	test('a relation that cannot be built is named', async () => {
		const broken = transform('marts', 'fct_things', 'select nothing from stg_things');
		await expect(build([broken])).rejects.toThrow(/^marts\.main\.fct_things could not be built: /);
	});

	test('one of somebody’s own is made by what is executed, and named by its file', async () => {
		const own = {
			...transform('marts', 'fct_own', 'select colour from stg_things'),
			file: 'kundig/transforms/fct_own.sql',
		};
		const built =
			'with stg_things as (select thing from temp.main.stg_things) select * from (\nselect * from stg_things\n)';
		await build([{ ...own, built }]);
		expect(await valuesOf('fct_own')).toEqual([0, 1, 2]);
		await db.run('drop table fct_own');
		await expect(
			build([{ ...own, built: 'select 1 / (thing || colour)::integer as x from stg_things' }]),
		).rejects.toThrow(/^kundig\/transforms\/fct_own\.sql could not be built: Conversion Error/);
	});

	test('says of each relation why it is built and not copied', async () => {
		const why = async (transforms: readonly Transform[], previous: RelationVersions): Promise<unknown> => {
			const { relations } = await build(transforms, previous);
			for (const { name } of relations) await db.run(`drop table ${name}`);
			await db.run('drop view if exists int_things');
			return Object.fromEntries(relations.map(({ name, reason }) => [name, reason]));
		};
		const { versions } = await build([THINGS, COUNTS]);
		await db.run('drop table fct_counts');
		await db.run('drop view int_things');
		const before: RelationVersions = {
			...versions,
			stg_things: { inputs: 's', version: await contentVersion(db, 'stg_things') },
		};
		expect(await why([THINGS, COUNTS], {})).toEqual({ fct_counts: { kind: 'new' } });
		expect(await why([THINGS, { ...COUNTS, sql: `${COUNTS.sql} where true` }], before)).toEqual({
			fct_counts: { kind: 'sql' },
		});
		const other = {
			...before,
			fct_counts: { inputs: 'of another engine', version: 'v', sql: versions.fct_counts?.sql ?? '' },
		};
		expect(await why([THINGS, COUNTS], other)).toEqual({ fct_counts: { kind: 'engine' } });
		await db.run("insert into stg_things values (3, 'b')");
		expect(await why([THINGS, COUNTS], before)).toEqual({ fct_counts: { kind: 'inputs', changed: ['int_things'] } });
	});

	test('progress counts every relation', async () => {
		const done: number[] = [];
		const opened = await openBuild(db, await orderTransforms(db, [COUNTS, THINGS]), {
			inputs: new Map(),
			previous: {},
			onProgress: (count) => done.push(count),
		});
		await opened.build(BEFORE_SCORING);
		expect(done).toEqual([1, 2]);
	});
});

describe('what is copied from the last snapshot', () => {
	const ALL = [THINGS, COUNTS, LARGEST, COLOURS];

	/** Builds a snapshot and makes it the last one; what is copied is told from what is built by being wrong there. */
	async function buildLast(transforms: readonly Transform[] = ALL): Promise<RelationVersions> {
		const { versions } = await build(transforms);
		await db.run('create table previous_marts.main.fct_counts as select 100 as things');
		await db.run('create table previous_marts.main.fct_largest as select 100 as thing');
		await db.run("create table previous_people.main.dim_colours as select 'old' as colour");
		for (const name of ['marts.main.fct_counts', 'marts.main.fct_largest', 'people.main.dim_colours']) {
			await db.run(`drop table ${name}`);
		}
		await db.run('drop table if exists temp.int_things');
		return versions;
	}

	async function copiedOf(transforms: readonly Transform[], previous: RelationVersions): Promise<string[]> {
		const { relations } = await build(transforms, previous);
		return relations.filter(({ isCopied }) => isCopied).map(({ name }) => name);
	}

	test('everything, when nothing has changed; intermediates are not even made', async () => {
		const previous = await buildLast();
		expect(await copiedOf(ALL, previous)).toEqual(['dim_colours', 'fct_counts', 'fct_largest']);
		expect(await valuesOf('fct_counts')).toEqual([100]);
		expect(await valuesOf('dim_colours')).toEqual(['old']);
		expect(await kindsOf('int_things')).toEqual([]);
	});

	test('nothing that reads, through others, what has changed', async () => {
		const previous = await buildLast();
		await db.run("insert into stg_things values (7, 'a')");
		expect(await copiedOf(ALL, previous)).toEqual([]);
		expect(await valuesOf('fct_counts')).toEqual([4]);
		expect(await valuesOf('fct_largest')).toEqual([7]);
	});

	test('what reads a change that an intermediate leaves out', async () => {
		const previous = await buildLast();
		await db.run("update stg_things set colour = 'b'");
		expect(await copiedOf(ALL, previous)).toEqual(['fct_counts', 'fct_largest']);
		expect(await valuesOf('dim_colours')).toEqual(['b']);
	});

	test('not what another query makes, nor what reads it', async () => {
		const previous = await buildLast();
		const doubled = transform('intermediate', 'int_things', 'select 2 * thing as thing from stg_things');
		expect(await copiedOf([doubled, COUNTS, LARGEST, COLOURS], previous)).toEqual(['dim_colours']);
		expect(await valuesOf('fct_largest')).toEqual([4]);
	});

	test('the versions of a snapshot made of copies are those it was copied from', async () => {
		const previous = await buildLast();
		expect((await build(ALL, previous)).versions).toEqual(previous);
	});
});

test('what is filled late is filled once, before the first relation that reads it, and not for copies', async () => {
	const SCORES = [
		transform('scores', 'customer_scores', 'select thing from predicted'),
		transform('scores', 'segments', 'select count(*) as customers from predicted'),
	];
	let fills = 0;
	const fill = async (): Promise<void> => {
		fills += 1;
		await db.run('insert into predicted values (1), (2)');
	};
	async function score(previous: RelationVersions): Promise<Built> {
		await db.run('create or replace temp table predicted (thing integer)');
		const opened = await openBuild(db, await orderTransforms(db, SCORES), { inputs: new Map(), previous });
		await opened.build(['scores'], [{ name: 'predicted', version: 'v1', fill }]);
		return opened.built();
	}
	const { versions } = await score({});
	expect(fills).toBe(1);
	expect(await valuesOf('customer_scores')).toEqual([1, 2]);
	expect(await valuesOf('segments')).toEqual([2]);
	for (const { name } of SCORES) {
		await db.run(`create table previous_marts.main.${name} as from marts.main.${name}`);
		await db.run(`drop table marts.main.${name}`);
	}
	await score(versions);
	expect(fills).toBe(1);
	expect(await valuesOf('customer_scores')).toEqual([1, 2]);
});
