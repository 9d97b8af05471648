import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '#warehouse/database.ts';
import { readMetric } from '#warehouse/metrics/read-metric.ts';
import type { MetricValue } from '#warehouse/metrics/read-metric.ts';
import type { MetricRequest } from '#warehouse/metrics/request.ts';
import { openMarts } from './mart-tables.ts';
import type { TestMarts } from './mart-tables.ts';
import { TINY_SHOP } from './tiny-shop.ts';

let marts: TestMarts;
let db: Connection;

beforeAll(async () => {
	marts = await openMarts({ lines: TINY_SHOP });
	db = marts.db;
});
afterAll(() => marts.close());

async function total(request: MetricRequest): Promise<MetricValue> {
	return (await readMetric(db, request)).total;
}

const JANUARY = '2025-01-01';
const FEBRUARY = '2025-02-01';
const MARCH = '2025-03-01';
const APRIL = '2025-04-01';

/** README.md beside this file works every figure out; null: no row, for there is nothing to divide by. */
const BY_MONTH: readonly (readonly [metric: string, all: MetricValue, months: readonly MetricValue[]])[] = [
	['sales_revenue', '512.35', ['130.00', '285.01', '0.00', '97.35']],
	['returns_revenue', '-55.00', ['0.00', '-55.00', '0.00', '0.00']],
	['net_revenue', '457.35', ['130.00', '230.01', '0.00', '97.35']],
	['gross_margin', 219.005 / 430.005, [46 / 110, 130.005 / 235.005, null, 43 / 85]],
	['cost_coverage', 430.005 / 457.35, [110 / 130, 235.005 / 230.005, null, 85 / 97.345]],
	['orders', 9, [2, 4, 0, 3]],
	['average_order_value', '50.82', ['65.00', '57.50', null, '32.45']],
	['order_lines', 10, [3, 4, 0, 3]],
	['return_lines', 2, [0, 2, 0, 0]],
	['adjustment_lines', 1, [0, 0, 1, 0]],
	['customers', 3, [1, 3, 0, 2]],
	['new_customers', 3, [1, 2, 0, 0]],
	['returning_customers', 0, [0, 1, 0, 2]],
	['repeat_purchase_rate', 1, [1, 0, null, 0]],
	['cohort_customers', 3, [1, 3, 0, 2]],
];

describe('the tiny shop', () => {
	it.each(BY_MONTH)('has the %s that was worked out by hand, by month and in all', async (metric, all, months) => {
		const result = await readMetric(db, { metric, grain: 'month' });
		const expected = [JANUARY, FEBRUARY, MARCH, APRIL]
			.map((month, index) => ({ month, value: months[index] ?? null }))
			.filter(({ value }) => value !== null);
		expect(result.rows).toEqual(expected);
		expect(result.total).toEqual(all);
	});

	it('says unit, definition, snapshot and analysis date', async () => {
		const result = await readMetric(db, { metric: 'net_revenue' });
		expect(result).toMatchObject({ unit: 'EUR', kind: 'money', snapshot: 'snap1', asOf: '2025-04-11' });
		expect(result.definition.en).toContain('Sales revenue plus returns revenue');
		expect((await readMetric(db, { metric: 'orders' })).unit).toBe('count');
		expect((await readMetric(db, { metric: 'gross_margin' })).unit).toBe('ratio');
	});

	it('gives one row with the total where nothing breaks it down', async () => {
		expect((await readMetric(db, { metric: 'orders' })).rows).toEqual([{ value: 9 }]);
	});

	it('ranks groups by value and puts those without a value of the dimension among them', async () => {
		const { rows } = await readMetric(db, { metric: 'sales_revenue', by: ['country'] });
		expect(rows).toEqual([
			{ country: 'Austria', value: '285.00' },
			{ country: 'Germany', value: '187.35' },
			{ country: null, value: '40.00' },
		]);
	});

	it('counts an order or customer in each category it has, and once in all', async () => {
		const orders = await readMetric(db, { metric: 'orders', by: ['category'] });
		expect(orders.rows).toEqual([
			{ category: 'Mugs', value: 6 },
			{ category: 'Lamps', value: 4 },
		]);
		expect(orders.total).toBe(9);
		const customers = await readMetric(db, { metric: 'customers', by: ['category'] });
		expect(customers.rows).toEqual([
			{ category: 'Mugs', value: 3 },
			{ category: 'Lamps', value: 2 },
		]);
		expect(customers.total).toBe(3);
	});

	it('splits net revenue into sales and returns', async () => {
		const { rows } = await readMetric(db, { metric: 'net_revenue', by: ['line_kind'] });
		expect(rows).toEqual([
			{ line_kind: 'sale', value: '512.35' },
			{ line_kind: 'return', value: '-55.00' },
		]);
	});

	it('keeps weekdays by ISO number', async () => {
		// 3 and 10 February, 2025 are Mondays; c2 bought on the 3rd (Monday) and on Tuesday, 1 April.
		const { rows } = await readMetric(db, { metric: 'orders', by: ['weekday'], where: "customer = 'c2'" });
		expect(rows).toEqual([
			{ weekday: 2, value: 2 },
			{ weekday: 1, value: 1 },
		]);
	});

	it('filters sales of known customers', async () => {
		expect(await total({ metric: 'sales_revenue', where: 'is_identified' })).toBe('472.35');
		expect(await total({ metric: 'sales_revenue', where: 'not is_identified' })).toBe('40.00');
		expect(await total({ metric: 'customers', where: 'is_identified' })).toBe(3);
	});
});

describe('a period', () => {
	it('includes its first day and leaves out its end', async () => {
		expect(await total({ metric: 'orders', from: '2025-01-10', to: '2025-01-31' })).toBe(1);
		expect(await total({ metric: 'orders', from: '2025-01-11', to: '2025-02-01' })).toBe(1);
		expect(await total({ metric: 'orders', from: '2025-01-10', to: '2025-02-01' })).toBe(2);
	});

	it('decides who is new and who returns, by the first sale ever', async () => {
		expect(await total({ metric: 'new_customers', from: FEBRUARY })).toBe(2);
		expect(await total({ metric: 'returning_customers', from: FEBRUARY })).toBe(1);
		expect(await total({ metric: 'new_customers', from: APRIL })).toBe(0);
	});

	it('keeps the first sale ever whatever the filter', async () => {
		// c2's first lamp was in February; its first mug in April is not its first sale.
		const mugsInApril = { from: APRIL, where: "category = 'Mugs'" };
		expect(await total({ metric: 'new_customers', ...mugsInApril })).toBe(0);
		expect(await total({ metric: 'returning_customers', ...mugsInApril })).toBe(2);
	});

	it('that begins within a bucket counts who returns from its own first day', async () => {
		const request = { grain: 'month', from: '2025-01-20', to: FEBRUARY };
		expect((await readMetric(db, { metric: 'returning_customers', ...request })).rows).toEqual([
			{ month: JANUARY, value: 1 },
		]);
		expect((await readMetric(db, { metric: 'new_customers', ...request })).rows).toEqual([
			{ month: JANUARY, value: 0 },
		]);
	});

	it('fills empty buckets with 0 up to its end, but not beyond the data', async () => {
		const { rows } = await readMetric(db, { metric: 'orders', grain: 'month', from: '2024-06-01', to: '2026-01-01' });
		expect(rows.map(({ month, value }) => [month, value])).toEqual([
			[JANUARY, 2],
			[FEBRUARY, 4],
			[MARCH, 0],
			[APRIL, 3],
		]);
		const rare = await readMetric(db, { metric: 'net_revenue', grain: 'month', where: 'country is null' });
		expect(rare.rows.map(({ value }) => value)).toEqual(['0.00', '40.00', '0.00', '0.00']);
	});

	it('without any order gives 0 for sums and counts and null for averages and shares, never NaN', async () => {
		const empty = { from: '2025-03-02', to: '2025-03-20' };
		expect(await total({ metric: 'net_revenue', ...empty })).toBe('0.00');
		expect(await total({ metric: 'orders', ...empty })).toBe(0);
		expect(await total({ metric: 'customers', ...empty })).toBe(0);
		for (const metric of ['average_order_value', 'repeat_purchase_rate', 'gross_margin', 'cost_coverage']) {
			expect(await total({ metric, ...empty })).toBeNull();
		}
	});

	it('with returns alone has net revenue but no average order value', async () => {
		const returnsOnly = { where: "line_kind = 'return'" };
		expect(await total({ metric: 'net_revenue', ...returnsOnly })).toBe('-55.00');
		const day = { from: '2025-02-21', to: '2025-02-22', where: "category = 'Lamps'" };
		expect(await total({ metric: 'net_revenue', ...day })).toBe('-50.00');
		expect(await total({ metric: 'average_order_value', ...day })).toBeNull();
	});
});

describe('cohorts', () => {
	it('count their active customers by month', async () => {
		const { rows, total: all } = await readMetric(db, {
			metric: 'cohort_customers',
			grain: 'month',
			by: ['cohort_month'],
		});
		expect(rows).toEqual([
			{ month: JANUARY, cohort_month: JANUARY, value: 1 },
			{ month: FEBRUARY, cohort_month: JANUARY, value: 1 },
			{ month: FEBRUARY, cohort_month: FEBRUARY, value: 2 },
			{ month: APRIL, cohort_month: FEBRUARY, value: 2 },
		]);
		expect(all).toBe(3);
	});

	it('count a customer who bought in two months once over both', async () => {
		expect(await total({ metric: 'cohort_customers', from: JANUARY, to: MARCH })).toBe(3);
		const { rows } = await readMetric(db, { metric: 'cohort_customers', by: ['cohort_month'] });
		expect(rows).toEqual([
			{ cohort_month: FEBRUARY, value: 2 },
			{ cohort_month: JANUARY, value: 1 },
		]);
	});

	it('retain customers by month, a month without any sale included', async () => {
		const { rows } = await readMetric(db, { metric: 'cohort_retention', grain: 'month', by: ['cohort_month'] });
		expect(rows).toEqual([
			{ month: JANUARY, cohort_month: JANUARY, value: 1 },
			{ month: FEBRUARY, cohort_month: JANUARY, value: 1 },
			{ month: FEBRUARY, cohort_month: FEBRUARY, value: 1 },
			{ month: MARCH, cohort_month: JANUARY, value: 0 },
			{ month: MARCH, cohort_month: FEBRUARY, value: 0 },
			{ month: APRIL, cohort_month: JANUARY, value: 0 },
			{ month: APRIL, cohort_month: FEBRUARY, value: 1 },
		]);
	});

	it('retain by months since, over the cohorts that are old enough', async () => {
		const { rows, total: all } = await readMetric(db, { metric: 'cohort_retention', by: ['months_since'] });
		const bySince = new Map(rows.map((row) => [row.months_since, row.value]));
		expect(bySince).toEqual(
			new Map([
				[0, 1],
				[1, 1 / 3],
				[2, 2 / 3],
				[3, 0],
			]),
		);
		expect(all).toBe(3 / 7);
	});

	it('retain by calendar month without those whose first month it is', async () => {
		const { rows } = await readMetric(db, { metric: 'cohort_retention', grain: 'month' });
		expect(rows).toEqual([
			{ month: FEBRUARY, value: 1 },
			{ month: MARCH, value: 0 },
			{ month: APRIL, value: 2 / 3 },
		]);
	});

	it('are filtered by cohort and by months since', async () => {
		expect(await total({ metric: 'cohort_retention', where: `cohort_month >= '${FEBRUARY}'` })).toBe(1 / 2);
		expect(await total({ metric: 'cohort_retention', where: 'months_since = 0' })).toBe(1);
		expect(await total({ metric: 'cohort_customers', where: "country = 'Germany' and months_since > 0" })).toBe(2);
	});
});
