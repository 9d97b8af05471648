import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openEmptyWarehouse } from '#warehouse/own/empty-warehouse.ts';
import type { EmptyWarehouse } from '#warehouse/own/empty-warehouse.ts';
import { ownTransforms } from '#warehouse/own/own-transforms.ts';
import type { OwnFile } from '#warehouse/own/own-transforms.ts';

let warehouse: EmptyWarehouse;

beforeEach(async () => {
	warehouse = await openEmptyWarehouse();
});

afterEach(() => warehouse.close());

const file = (name: string, ...lines: readonly string[]): OwnFile => ({
	place: `kundig/transforms/${name}.sql`,
	name,
	text: ['-- One row per thing.', ...lines].join('\n'),
});

async function problems(...files: readonly OwnFile[]): Promise<string[]> {
	const found = await ownTransforms(files, warehouse);
	return found.problems.map(({ place, line, message }) => `${place.slice(18, -4)}:${line ?? '-'} ${message}`);
}

describe('what fits', () => {
	test('becomes a mart after those it reads, whatever the order of the files', async () => {
		const second = file('fct_a', 'select country from fct_b');
		const first = file('fct_b', 'select country, count(*) as orders_count from fct_orders group by country');
		const { transforms } = await ownTransforms([second, first], warehouse);
		expect(transforms.map(({ name, folder, grain }) => [name, folder, grain])).toEqual([
			['fct_b', 'marts', 'One row per thing.'],
			['fct_a', 'marts', 'One row per thing.'],
		]);
	});

	test('is made after the models where it reads a score, directly or through another one', async () => {
		const { transforms } = await ownTransforms(
			[
				file('fct_plain', 'select customer_id from dim_customers'),
				file('fct_scored', 'select customer_id, p_alive from customer_scores'),
				file('fct_through', 'select max(p_alive) as p_alive from fct_scored'),
			],
			warehouse,
		);
		expect(Object.fromEntries(transforms.map(({ name, folder }) => [name, folder]))).toEqual({
			fct_plain: 'marts',
			fct_scored: 'scores',
			fct_through: 'scores',
		});
	});

	test('may read staging, intermediates and settings, whose personal columns are not there even for a star', async () => {
		const { problems: found } = await ownTransforms(
			[
				file('dim_a', 'with given as (select * from stg_customers) select * from given'),
				file('dim_b', 'select * from int_identity_keyed'),
				file(
					'dim_c',
					'select holidays.*, settings.as_of from business_holidays as holidays, company_settings as settings',
				),
			],
			warehouse,
		);
		expect(found).toEqual([]);
		const columns = ['dim_a', 'dim_b'].map((name) => [...(warehouse.relations.get(name)?.columns.keys() ?? [])]);
		for (const each of columns) {
			expect(each).toEqual(expect.arrayContaining(['country']));
			for (const personal of ['name', 'email', 'phone', 'email_normalised']) expect(each).not.toContain(personal);
		}
	});
});

describe('what would let a person or the machine out stops, with its line', () => {
	test.each([
		[
			['select customer_id,', '  email as contact', 'from stg_customers'],
			'fct_a:3 names email of stg_customers, which identifies a person',
		],
		[
			['select given_id, email_normalised as e from int_identity_keyed'],
			'fct_a:2 names email_normalised of int_identity_keyed',
		],
		[['select customer_id', 'from dim_people'], 'fct_a:3 reads dim_people, which holds personal data'],
		[['select * from people.main.dim_people'], 'fct_a:2 names "people.main.dim_people"'],
		[['select * from raw.main.loads'], 'fct_a:2 names "raw.main.loads"'],
		[
			['select customer_id as name from dim_customers'],
			'fct_a:- gives a column "name", called as what identifies a person',
		],
		[["select * from read_csv('/etc/passwd')"], 'fct_a:2 reads from read_csv()'],
		[["select * from '/etc/passwd'"], 'fct_a:2 reads "/etc/passwd", which is not there'],
		[["select * from query('select 1')"], 'fct_a:2 reads from query()'],
		[["select * from query_table('dim_people')"], 'fct_a:2 reads from query_table()'],
		[['select * from duckdb_settings()'], 'fct_a:2 reads from duckdb_settings()'],
		[["select content from read_text('/etc/hosts')"], 'fct_a:2 reads from read_text()'],
		[["attach '/tmp/x.duckdb' as x"], 'fct_a:- is not a select'],
		[["copy fct_orders to '/tmp/x.csv'"], 'fct_a:- is not a select'],
		[['install httpfs'], 'fct_a:- is not a select'],
		[['summarize dim_customers'], 'fct_a:- describes relations'],
		[['select 1 as a;', 'select 2 as b'], 'fct_a:- holds 2 statements'],
		[["select getvariable('x') as x"], 'fct_a:2 calls getvariable()'],
		[["select current_setting('threads') as x"], 'fct_a:2 calls current_setting()'],
		[['select random() as x'], "fct_a:2 calls random(), whose value is not the data's alone"],
		[['select current_date as x'], 'fct_a:2 names current_date, whose value'],
		[['select $1 as x'], 'fct_a:- holds a parameter'],
		[
			['with dim_people as (select 1 as x)', 'select * from dim_people'],
			'fct_a:- calls a step of its own "dim_people"',
		],
		[
			['select * from (with Dim_People as (select 1 as x) select * from Dim_People), Dim_People'],
			'fct_a:- calls a step of its own "Dim_People"',
		],
		[['select * from DIM_PEOPLE'], 'fct_a:2 reads "DIM_PEOPLE", which is not there'],
		[['with fct_a as (select 1 as x)', 'select * from fct_a'], 'fct_a:- calls a step of its own "fct_a"'],
	])('%j', async (lines, said) => {
		const found = await problems(file('fct_a', ...lines));
		expect(found).toHaveLength(1);
		expect(found[0]?.startsWith(said) ? said : found[0]).toBe(said);
	});
});

describe('what cannot work is named', () => {
	test.each([
		[
			['select customer_id,', 'from fct_orders', 'where where'],
			'fct_a:4 does not parse: syntax error at or near "where"',
		],
		[['select nothing_such', 'from fct_orders'], 'fct_a:2 Referenced column "nothing_such" not found'],
		[['select no_such(order_id) as a from fct_orders'], 'fct_a:2 calls no_such(), which is no function over rows'],
		[['select order_id from fct_ordrs'], 'fct_a:2 reads "fct_ordrs", which is not there (expected one of fct_orders)'],
		[['select sum(country) as a from fct_orders'], 'fct_a:2 No function matches'],
	])('%j', async (lines, said) => {
		const [first = ''] = await problems(file('fct_a', ...lines));
		expect(first.startsWith(said) ? said : first).toBe(said);
	});

	test('a circle names those in it, and no one else', async () => {
		const found = await problems(
			file('fct_a', 'select x from fct_b'),
			file('fct_b', 'select x from fct_a'),
			file('fct_c', 'select 1 as x'),
		);
		expect(found).toEqual([
			'fct_a:- reads itself in a circle, through fct_b',
			'fct_b:- reads itself in a circle, through fct_a',
		]);
	});

	test('what reads a broken one is not blamed for it', async () => {
		const found = await problems(
			file('fct_a', 'select nothing_such as x from fct_orders'),
			file('fct_b', 'select x from fct_a'),
		);
		expect(found).toHaveLength(1);
	});

	test.each([
		['fct_orders', "is a relation of Kundig's own"],
		['lineage', "is a relation of Kundig's own"],
		['stg_orders_more', 'begins as relations do that go with the run'],
		['Orders', 'is no name for a relation'],
	])('a name that may not be taken: %s', async (name, said) => {
		expect(await problems(file(name, 'select 1 as x'))).toEqual([expect.stringContaining(said)]);
	});

	test('a file whose first line does not say what a row is', async () => {
		expect(await problems({ place: 'kundig/transforms/fct_a.sql', name: 'fct_a', text: 'select 1 as x' })).toEqual([
			'fct_a:1 the first line has to say what a row is, as -- One row per customer',
		]);
	});
});
