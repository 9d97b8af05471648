import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '#warehouse/database.ts';
import { changeBetween, readComparison, reachesBackTo } from '#warehouse/metrics/comparison.ts';
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

describe('readComparison', () => {
	it('compares a whole month with the one before', async () => {
		const request = { metric: 'sales_revenue', from: '2025-02-01', to: '2025-03-01' };
		const comparison = await readComparison(db, request, 'previous');
		// README.md: 285.005 in February; January is known from the 10th on, more than three days late.
		expect(comparison).toMatchObject({ total: '285.01', before: null, change: null, hasHistory: false });
		const march = await readComparison(db, { ...request, from: '2025-03-01', to: '2025-04-01' }, 'previous');
		expect(march).toMatchObject({ total: '0.00', before: '285.01', change: -1, hasHistory: true });
	});

	it('compares a running month with the same days of the one before', async () => {
		const comparison = await readComparison(db, { metric: 'orders', from: '2025-04-01', to: '2025-05-01' }, 'previous');
		expect(comparison).toMatchObject({
			days: { from: '2025-04-01', to: '2025-04-11' },
			compared: { from: '2025-03-01', to: '2025-03-11' },
			total: 3,
			before: 0,
			change: null,
		});
	});

	it('ends at the analysis date where the request has no end', async () => {
		const comparison = await readComparison(db, { metric: 'customers', from: '2025-02-20' }, 'previous');
		expect(comparison.days).toEqual({ from: '2025-02-20', to: '2025-04-11' });
	});

	it('has no history a year before the first event', async () => {
		const comparison = await readComparison(db, { metric: 'orders', from: '2025-02-01' }, 'year-before');
		expect(comparison).toMatchObject({ hasHistory: false, before: null, change: null, total: 7 });
	});

	it('keeps the filter for both, and gives shares in points', async () => {
		const request = {
			metric: 'repeat_purchase_rate',
			from: '2025-02-20',
			to: '2025-03-02',
			where: "country = 'Germany'",
		};
		// 20 February to 1 March: c1 and c3 once each; the ten days before: nobody, so nothing to compare with.
		expect(await readComparison(db, request, 'previous')).toMatchObject({ total: 0, before: null, change: null });
	});

	it('asks for a start', async () => {
		await expect(readComparison(db, { metric: 'orders' }, 'previous')).rejects.toThrow(
			'a comparison needs the day its period starts on',
		);
	});
});

describe('changeBetween', () => {
	it('is relative, of a share the difference', () => {
		expect(changeBetween(108, 100, 'money')).toBe(0.08);
		expect(changeBetween(-40, -50, 'money')).toBe(0.2);
		expect(changeBetween(0.5, 0.25, 'ratio')).toBe(0.25);
		expect(changeBetween(0.5, 0, 'ratio')).toBe(0.5);
	});

	it('is nothing against nothing', () => {
		expect(changeBetween(5, 0, 'count')).toBeNull();
		expect(changeBetween(null, 5, 'count')).toBeNull();
		expect(changeBetween(5, null, 'ratio')).toBeNull();
	});
});

describe('reachesBackTo', () => {
	it('takes a tenth of the period, at most a week, for a quiet start', () => {
		const year = { from: '2024-01-01', to: '2025-01-01' };
		expect(reachesBackTo(year, '2024-01-08')).toBe(true);
		expect(reachesBackTo(year, '2024-01-09')).toBe(false);
		const days = { from: '2024-01-01', to: '2024-01-11' };
		expect(reachesBackTo(days, '2024-01-02')).toBe(true);
		expect(reachesBackTo(days, '2024-01-03')).toBe(false);
		expect(reachesBackTo(year, null)).toBe(false);
	});
});
