import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { revenueBy, revenueOverTime } from '#warehouse/reads/revenue.ts';
import { readScope } from '#warehouse/reads/scope.ts';
import { openMarts } from '../metrics/mart-tables.ts';
import type { TestLine, TestMarts } from '../metrics/mart-tables.ts';
import { TINY_SHOP } from '../metrics/tiny-shop.ts';

let marts: TestMarts;

beforeAll(async () => {
	marts = await openMarts({ lines: TINY_SHOP });
});
afterAll(() => marts.close());

describe('revenueOverTime', () => {
	it('has every month, and the one in the same place before', async () => {
		const scope = await readScope(marts.db, { period: '2025-03-01..2025-04-30', compare: 'previous' });
		expect(await revenueOverTime(marts.db, scope, { grain: 'month' })).toEqual({
			grain: 'month',
			points: [
				{
					bucket: '2025-03-01',
					is_incomplete: false,
					net_revenue: 0,
					sales_revenue: 0,
					returns_revenue: 0,
					before_bucket: '2025-01-01',
					before_net_revenue: 130,
				},
				{
					bucket: '2025-04-01',
					is_incomplete: true,
					net_revenue: 97.35,
					sales_revenue: 97.35,
					returns_revenue: 0,
					before_bucket: '2025-02-01',
					// 1 to 10 February, as long as April has run: the order of the 3rd.
					before_net_revenue: 200,
				},
			],
		});
	});

	it('has nothing before where the data does not reach', async () => {
		const scope = await readScope(marts.db, { period: 'all', compare: 'year-before' });
		const { points } = await revenueOverTime(marts.db, scope, { grain: 'month' });
		expect(points.map(({ before_net_revenue }) => before_net_revenue)).toEqual([null, null, null, null]);
	});

	it('chooses days for a month', async () => {
		const scope = await readScope(marts.db, { period: '2025-02-01..2025-02-28' });
		const { grain, points } = await revenueOverTime(marts.db, scope);
		expect(grain).toBe('day');
		expect(points).toHaveLength(28);
		expect(points[20]).toMatchObject({ bucket: '2025-02-21', net_revenue: -40, is_incomplete: false });
	});
});

describe('revenueBy', () => {
	it('ranks all values where there are few, those that sold nothing any more among them', async () => {
		const scope = await readScope(marts.db, { period: '2025-03-01..2025-03-31', compare: 'previous' });
		expect(await revenueBy(marts.db, 'category', scope)).toEqual([
			// February: lamps 200 - 50 + 40, mugs 30.005 + 15 - 5.
			{
				value: 'Lamps',
				is_others: false,
				values_count: 1,
				net_revenue: 0,
				share: null,
				before_net_revenue: 190,
				change: -1,
			},
			{
				value: 'Mugs',
				is_others: false,
				values_count: 1,
				net_revenue: 0,
				share: null,
				before_net_revenue: 40.01,
				change: -1,
			},
		]);
	});

	it('keeps lines without a value apart', async () => {
		const scope = await readScope(marts.db, { period: 'all' });
		const shares = await revenueBy(marts.db, 'country', scope);
		expect(shares.map(({ value, net_revenue }) => [value, net_revenue])).toEqual([
			['Austria', 285],
			['Germany', 132.35],
			[null, 40],
		]);
		expect(shares.reduce((sum, { share }) => sum + (share ?? 0), 0)).toBeCloseTo(1, 12);
	});

	it('puts the smaller values into one row, unless that row would stand for one alone', async () => {
		const lines = [70, 60, 50, 40, 30, 20, 10].map((amount, index): TestLine => ({
			order: `o${index}`,
			on: '2025-01-01',
			country: `C${index}`,
			amount: `${amount}`,
		}));
		const many = await openMarts({ lines });
		const scope = await readScope(many.db, { period: 'all' });
		const shares = await revenueBy(many.db, 'country', scope, { top: 5 });
		expect(shares).toHaveLength(6);
		expect(shares.at(-1)).toMatchObject({ value: null, is_others: true, values_count: 2, net_revenue: 30 });
		expect((await revenueBy(many.db, 'country', scope, { top: 6 })).map(({ is_others }) => is_others)).toEqual(
			Array.from({ length: 7 }, () => false),
		);
		many.close();
	});
});
