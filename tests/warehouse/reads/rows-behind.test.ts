import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '#warehouse/database.ts';
import { METRIC_IDS, METRICS } from '#warehouse/metrics/catalog.ts';
import { readMetric } from '#warehouse/metrics/read-metric.ts';
import { rowsBehind } from '#warehouse/reads/rows-behind.ts';
import { openMarts } from '../metrics/mart-tables.ts';
import type { TestMarts } from '../metrics/mart-tables.ts';
import { TINY_SHOP } from '../metrics/tiny-shop.ts';

let marts: TestMarts;
let db: Connection;

beforeAll(async () => {
	marts = await openMarts({
		lines: TINY_SHOP,
		also: "insert into dim_products (product_id, name) values ('p2', 'Mug')",
	});
	db = marts.db;
});
afterAll(() => marts.close());

describe('rowsBehind', () => {
	it('shows the lines of a revenue, newest first, with the product’s name', async () => {
		const { kind, rows, count } = await rowsBehind(db, {
			metric: 'sales_revenue',
			from: '2025-02-01',
			to: '2025-03-01',
		});
		expect({ kind, count }).toEqual({ kind: 'order_line', count: 4 });
		expect(rows.map(({ order_id, amount_base }) => [order_id, amount_base])).toEqual([
			['o6', 40],
			['o5', 15],
			['o4', 30.01],
			['o3', 200],
		]);
		expect(rows[1]).toMatchObject({ product_name: 'Mug', customer_id: 'c1', line_kind: 'sale', cost_base: 5 });
	});

	it.each(METRIC_IDS)('has a value for each of its columns: %s', async (metric) => {
		const { columns, rows, count } = await rowsBehind(db, { metric });
		expect(rows).toHaveLength(count);
		for (const row of rows) expect(Object.keys(row)).toEqual(columns.map(({ name }) => name));
	});

	it.each(METRIC_IDS.filter((id) => METRICS[id].unit === 'count'))('counts as many rows as %s says', async (metric) => {
		for (const days of [{}, { from: '2025-02-01', to: '2025-03-01' }, { from: '2025-04-01' }]) {
			const { total } = await readMetric(db, { metric, ...days });
			expect((await rowsBehind(db, { metric, ...days })).count).toBe(total);
		}
	});

	it('shows the customers who are new, and those alone', async () => {
		const { rows } = await rowsBehind(db, { metric: 'new_customers', from: '2025-02-01' });
		expect(rows).toEqual([
			{
				customer_id: 'c3',
				first_order_on: '2025-02-20',
				first_on: '2025-02-20',
				last_on: '2025-04-10',
				orders_count: 2,
			},
			{
				customer_id: 'c2',
				first_order_on: '2025-02-03',
				first_on: '2025-02-03',
				last_on: '2025-04-01',
				orders_count: 3,
			},
		]);
	});

	it('shows the lines of an order count that is about a category', async () => {
		const { kind, count } = await rowsBehind(db, { metric: 'orders', where: "category = 'Lamps'" });
		expect({ kind, count }).toEqual({ kind: 'order_line', count: 4 });
	});

	it('shows the lines with a known cost behind a margin', async () => {
		// Twelve lines of sales and returns; those of o1's mug, o5's return and o9 have no cost.
		expect((await rowsBehind(db, { metric: 'gross_margin' })).count).toBe(9);
		expect((await rowsBehind(db, { metric: 'net_revenue' })).count).toBe(12);
	});

	it('shows no more than asked for, and counts all', async () => {
		const { rows, count } = await rowsBehind(db, { metric: 'order_lines' }, 3);
		expect(rows).toHaveLength(3);
		expect(count).toBe(10);
	});

	it('never names a person', async () => {
		for (const metric of METRIC_IDS) {
			const { columns } = await rowsBehind(db, { metric });
			expect(columns.map(({ name }) => name)).not.toContain('name');
			expect(columns.map(({ name }) => name)).not.toContain('email');
		}
	});
});
