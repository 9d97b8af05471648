import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MetricValue } from '#warehouse/metrics/read-metric.ts';
import { rowsBehind } from '#warehouse/reads/rows-behind.ts';
import { buildWarehouse } from '../../build-warehouse.ts';
import type { BuiltWarehouse } from '../../build-warehouse.ts';
import { TINY_SCORES } from '../../tiny-scores.ts';
import { expectFigure, valuesBy } from '../figures.ts';
import type { WorkedFigure } from '../figures.ts';

let shop: BuiltWarehouse;
beforeAll(async () => {
	shop = await buildWarehouse(TINY_SCORES);
});
afterAll(() => shop.close());

/** Months from the first last purchase (c4's) on: most are of nobody. */
function byMonth(zero: MetricValue, values: Readonly<Record<string, MetricValue>>): Record<string, MetricValue> {
	const months = ['04', '05', '06', '07', '08', '09', '10', '11', '12'].map((month) => `2024-${month}`);
	const all = [...months, '2025-01', '2025-02', '2025-03'];
	return Object.fromEntries(all.map((month) => [month, values[month] ?? zero]));
}

/** The README.md above works every figure out. */
const FIGURES: readonly WorkedFigure[] = [
	{ metric: 'customers_scored', all: 3, months: byMonth(0, { '2024-11': 1, '2025-01': 1, '2025-03': 1 }) },
	{
		metric: 'expected_revenue',
		all: '110.00',
		months: byMonth('0.00', { '2024-11': '10.00', '2025-01': '20.00', '2025-03': '80.00' }),
	},
	{
		metric: 'value_at_risk',
		all: '48.89',
		months: byMonth('0.00', { '2024-11': '10.00', '2025-01': '30.00', '2025-03': '8.89' }),
	},
	{ metric: 'modelled_pipeline', all: '2062.50', months: { '2025-04': '2062.50', none: '0.00' } },
];

test.each(FIGURES)('$metric is what was worked out by hand, by month and in all', async (figure) => {
	await expectFigure(shop.db, figure);
});

test('scores are told apart by segment and country, the pipeline by stage', async () => {
	expect(await valuesBy(shop.db, 'expected_revenue', 'segment')).toEqual(
		new Map([
			['champions', '80.00'],
			['at_risk', '20.00'],
			['hibernating', '10.00'],
		]),
	);
	expect((await valuesBy(shop.db, 'value_at_risk', 'country')).get('Germany')).toBe('38.89');
	expect((await valuesBy(shop.db, 'modelled_pipeline', 'stage')).get('Offer')).toBe('2062.50');
});

test('behind expected revenue stand the customers it is of, the most worth first', async () => {
	const { kind, rows, count } = await rowsBehind(shop.db, { metric: 'expected_revenue' });
	expect(kind).toBe('customer');
	expect(count).toBe(3);
	expect(rows.map((row) => [row.customer_id, row.segment, row.expected_revenue])).toEqual([
		['c1', 'champions', 80],
		['c2', 'at_risk', 20],
		['c3', 'hibernating', 10],
	]);
});
