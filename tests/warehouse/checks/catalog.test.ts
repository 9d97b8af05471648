import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHECKS } from '#warehouse/checks/catalog.ts';
import { RECORD_CHECKS } from '#warehouse/checks/record-checks.ts';
import { SCORE_CHECKS } from '#warehouse/checks/score-checks.ts';
import { runChecks } from '#warehouse/checks/run-checks.ts';
import type { CheckResult } from '#warehouse/checks/check.ts';
import type { Connection } from '#warehouse/database.ts';
import { givenLines, givenRates } from '../given-lines.ts';
import type { GivenLine } from '../given-lines.ts';
import { buildWarehouse } from '../build-warehouse.ts';
import type { BuiltWarehouse, GivenSource, GivenWarehouse } from '../build-warehouse.ts';
import { openWarehouse } from '../open-warehouses.ts';

const LINES: readonly GivenLine[] = [
	{ order: 'o1', customer: 'c1', product: 'p1' },
	{ order: 'o1', customer: 'c1', product: 'p1', quantity: '2' },
	{ order: 'o2', customer: 'c2', product: 'p1', quantity: '-1' },
	{ order: 'o3', customer: 'c2', product: 'p1', currency: 'CHF' },
];

function listed(name: string, entity: string, columns: readonly string[], rows: (string | null)[][]): GivenSource {
	return {
		name,
		key: columns.slice(0, 1),
		columns: Object.fromEntries(columns.map((column) => [column, column === 'unit_cost' ? 'decimal' : 'text'])),
		loads: [rows],
		entities: { [entity]: Object.fromEntries(columns.map((column) => [column, column])) },
	};
}

const CUSTOMERS = listed(
	'customers',
	'customers',
	['customer_id', 'customer_kind', 'email'],
	[
		['c1', 'consumer', 'a@example.com'],
		['c2', 'company', 'b@example.com'],
	],
);
const PRODUCTS = listed('products', 'products', ['product_id', 'unit_cost'], [['p1', '4']]);
const RATES = givenRates({ '2025-01-01': '0.9' });

const GOOD: GivenWarehouse = { sources: [givenLines(LINES), CUSTOMERS, PRODUCTS, RATES] };

function shopWith(lines: readonly GivenLine[], also: readonly GivenSource[] = []): Promise<Connection> {
	return openWarehouse({ sources: [givenLines(lines), CUSTOMERS, PRODUCTS, RATES, ...also] });
}

function failed(results: readonly CheckResult[]): CheckResult[] {
	return results.filter(({ status }) => status === 'failed');
}

async function failures(db: Connection, hasStaging = false): Promise<(string | number | readonly string[])[][]> {
	return failed(await runChecks(db, { hasStaging })).map(({ name, failing, sample }) => [name, failing, sample]);
}

test('nothing fails where nothing is wrong', async () => {
	const results = await runChecks(await openWarehouse(GOOD), { hasStaging: true });
	expect(failed(results)).toEqual([]);
	expect(results).toHaveLength(CHECKS.length);
});

test('nothing fails in a warehouse without a row', async () => {
	expect(await failures(await openWarehouse({ sources: [] }), true)).toEqual([]);
});

/** What is broken in a good warehouse, and what the check of that name then says. */
const BROKEN: readonly (readonly [check: string, sql: string, failing: number, sample: readonly string[]])[] = [
	['dim_customers.customer_id unique', 'insert into dim_customers select * from dim_customers', 2, ['c1', 'c2']],
	['dim_people.customer_id unique', "update dim_people set customer_id = 'c1'", 1, ['c1']],
	['dim_products.product_id unique', 'insert into dim_products select * from dim_products', 1, ['p1']],
	['fct_order_lines.order_line_id unique', "update fct_order_lines set order_line_id = 'l1'", 3, ['l1']],
	['fct_orders.order_id unique', "insert into fct_orders from fct_orders where order_id = 'o1'", 1, ['o1']],
	[
		'rollup_cohorts_by_month key unique',
		'insert into rollup_cohorts_by_month from rollup_cohorts_by_month',
		2,
		['2025-01-01 2025-01-01 company', '2025-01-01 2025-01-01 consumer'],
	],
	[
		'rollup_order_lines_by_day key unique',
		"update rollup_order_lines_by_day set line_kind = 'sale', customer_kind = 'x'",
		2,
		['2025-01-15 sale true uncategorised x'],
	],
	['dim_customers.customer_id not_null', "update dim_customers set customer_id = null where customer_id = 'c1'", 1, []],
	['dim_products.product_id not_null', 'update dim_products set product_id = null', 1, []],
	[
		'fct_order_lines.order_line_id not_null',
		"update fct_order_lines set order_line_id = null where order_line_id = 'l3'",
		1,
		['o2'],
	],
	[
		'fct_order_lines.order_id not_null',
		"update fct_order_lines set order_id = null where order_line_id = 'l3'",
		1,
		['l3'],
	],
	[
		'fct_order_lines.ordered_on not_null',
		"update fct_order_lines set ordered_on = null where order_id = 'o2'",
		1,
		['order o2'],
	],
	['fct_order_lines.amount not_null', "update fct_order_lines set amount = null where order_line_id = 'l4'", 1, ['l4']],
	[
		'fct_order_lines.amount_base not_null',
		"update fct_order_lines set amount_base = null where order_id = 'o3'",
		1,
		['no exchange rate for CHF on 2025-01-15'],
	],
	['fct_order_lines.order_id in fct_orders', "delete from fct_orders where order_id = 'o1'", 2, ['o1']],
	[
		'fct_order_lines.customer_id in dim_customers',
		"update fct_order_lines set customer_id = 'c7' where order_id = 'o1'",
		2,
		['c7'],
	],
	[
		'fct_orders.customer_id in dim_customers',
		"update fct_orders set customer_id = 'c7' where order_id = 'o1'",
		1,
		['c7'],
	],
	[
		'dim_people.customer_id in dim_customers',
		"update dim_people set customer_id = 'c7' where customer_id = 'c1'",
		1,
		['c7'],
	],
	[
		'fct_order_lines.line_kind accepted',
		"update fct_order_lines set line_kind = 'gift' where order_id = 'o1'",
		2,
		['gift'],
	],
	['fct_orders.order_kind accepted', "update fct_orders set order_kind = 'gift' where order_id = 'o1'", 1, ['gift']],
	[
		'fct_orders sums = fct_order_lines sums',
		"update fct_orders set net_base = net_base + 0.0001 where order_id = 'o1'",
		1,
		[],
	],
	[
		'rollup_order_lines_by_day sums = fct_order_lines sums',
		'update rollup_order_lines_by_day set cost_base = cost_base + 0.0001',
		1,
		[],
	],
	[
		'rollup_cohorts_by_month sizes = dim_customers',
		'update rollup_cohorts_by_month set customers = customers + 1',
		1,
		[],
	],
	['marts hold no personal column', 'alter table dim_customers add column email varchar', 1, ['dim_customers.email']],
	['fct_order_lines.ordered_on before as_of', "update snapshot_info set as_of = date '2025-01-15'", 4, []],
	['fct_order_lines.quantity signed', "update fct_order_lines set amount = 10 where order_line_id = 'l3'", 1, ['l3']],
	[
		'fct_order_lines.customer_id known',
		"update fct_order_lines set is_identified = false where order_line_id = 'l1'",
		1,
		[],
	],
	[
		'fct_order_lines.cost_base known',
		"update fct_order_lines set cost_base = null where order_line_id in ('l1', 'l3')",
		1,
		[],
	],
	[
		'fct_order_lines.product_id in dim_products',
		"update fct_order_lines set product_id = 'px' where order_id = 'o1'",
		2,
		['px'],
	],
	[
		'dim_customers.customer_kind accepted',
		"update dim_customers set customer_kind = 'dog' where customer_id = 'c1'",
		1,
		['dog'],
	],
	['dim_people.email_normalised unique', "update dim_people set email_normalised = 'a@example.com'", 1, []],
];

describe('in a good warehouse', () => {
	let good: BuiltWarehouse;

	beforeAll(async () => {
		good = await buildWarehouse(GOOD);
	});

	afterAll(() => good.close());

	test.each(BROKEN)('%s', async (check, sql, failing, sample) => {
		const { db } = good;
		await db.run('begin transaction');
		try {
			await db.run(sql);
			expect(await failures(db)).toContainEqual([check, failing, sample]);
		} finally {
			await db.run('rollback');
		}
	});
});

test('has a case here for every check of orders that a published snapshot is asked', () => {
	const ours = CHECKS.filter((check) => !check.needsStaging && ![...RECORD_CHECKS, ...SCORE_CHECKS].includes(check));
	const published = ours.map(({ name }) => name);
	expect(BROKEN.map(([name]) => name).sort()).toEqual([...published].sort());
});

test('an order that two sources have is found before the lines it doubles', async () => {
	const orders = (name: string): GivenSource => ({
		name,
		key: ['order'],
		columns: { order: 'text', at: 'timestamp' },
		loads: [[['o1', '2025-01-15 12:00:00']]],
		entities: { orders: { order_id: 'order', ordered_at: 'at' } },
	});
	const db = await shopWith(LINES, [orders('shop'), orders('market')]);
	const names = await failures(db, true);
	expect(names[0]).toEqual(['stg_orders.order_id unique', 1, ['o1']]);
	expect(names.map(([name]) => name)).toContain('fct_order_lines rows = order lines loaded');
});

test('a rate that two sources have is found', async () => {
	const db = await shopWith(LINES, [{ ...RATES, name: 'bank' }]);
	expect(await failures(db, true)).toEqual([['stg_exchange_rates key unique', 1, ['CHF 2025-01-01']]]);
});

test('an order without a line is a warning', async () => {
	const empty: GivenSource = {
		name: 'orders',
		key: ['order'],
		columns: { order: 'text', at: 'timestamp' },
		loads: [[['o9', '2025-01-15 12:00:00']]],
		entities: { orders: { order_id: 'order', ordered_at: 'at' } },
	};
	const results = await runChecks(await shopWith(LINES, [empty]), { hasStaging: true });
	expect(failed(results)).toMatchObject([
		{ name: 'stg_orders.order_id in fct_orders', severity: 'warn', failing: 1, sample: ['o9'] },
	]);
});

test('a tenth of the sales may be without a customer, more may not', async () => {
	const sales = (guests: number): GivenLine[] =>
		Array.from({ length: 10 }, (_, index) => ({
			order: `o${index}`,
			customer: index < guests ? null : 'c1',
			product: 'p1',
		}));
	expect(await failures(await shopWith(sales(1)))).toEqual([]);
	expect(await failures(await shopWith(sales(2)))).toEqual([['fct_order_lines.customer_id known', 2, []]]);
});

test('a line worth a trillion has no amount instead of ending the run', async () => {
	const db = await shopWith([{ customer: 'c1', product: 'p1', quantity: '1000000', price: '1000000' }]);
	expect(await failures(db)).toContainEqual(['fct_order_lines.amount not_null', 1, ['l1']]);
});

test('a customer’s id in a sample is all that is said of a person', async () => {
	const db = await openWarehouse(GOOD);
	await db.run("update dim_people set email_normalised = 'a@example.com', customer_id = 'c1'");
	const said = JSON.stringify(await runChecks(db, { hasStaging: false }));
	expect(said).not.toContain('example.com');
});
