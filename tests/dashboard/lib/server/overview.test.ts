import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultViewState } from '#lib/filters/view-state.ts';
import type { ViewState } from '#lib/filters/view-state.ts';
import { readOverview } from '#lib/server/overview.ts';
import { openTinySnapshot } from './tiny-snapshot.ts';
import type { TinySnapshot } from './tiny-snapshot.ts';

let tiny: TinySnapshot;
beforeAll(async () => {
	tiny = await openTinySnapshot();
});
afterAll(() => tiny.close());

const february = { first: '2025-02-01', last: '2025-02-28' };
const view = (state: Partial<ViewState>): ViewState => ({ ...defaultViewState(), ...state });
const read = (state: Partial<ViewState>) => readOverview(tiny.snapshot, view(state));

describe('readOverview', () => {
	it('shows the figures of the period beside those of the period before', async () => {
		const { tiles, days, compared } = await read({ period: february, compare: 'previous' });
		expect(days).toEqual({ from: '2025-02-01', to: '2025-03-01' });
		// The 28 days before reach back to 4 January, before the first order, so there is nothing to compare with.
		expect(compared).toBeNull();
		const values = Object.fromEntries(tiles.map(({ metric, value }) => [metric, value]));
		expect(values).toMatchObject({
			net_revenue: 230.01,
			customers: 3,
			new_customers: 2,
			returning_customers: 1,
			orders: 4,
			average_order_value: 57.5,
			returns_revenue: -55,
		});
	});

	it('leaves a filter that cannot be read out, and says why', async () => {
		const overview = await read({ period: february, where: "planet = 'Mars'" });
		expect(overview.where).toBe('');
		expect(overview.problem).toContain('planet');
		expect(overview.tiles[0]?.value).toBe(230.01);
	});

	it('filters every figure, and names what is filtered', async () => {
		const overview = await read({ period: february, where: "country = 'Austria'" });
		expect(overview.tiles[0]?.value).toBe(200);
		expect(overview.chips).toMatchObject([{ dimension: 'country', value: 'Austria', where: '' }]);
		expect(overview.revenue.points.reduce((sum, point) => sum + point.net_revenue, 0)).toBe(200);
	});

	it('keeps the other countries beside the one picked, and only those', async () => {
		const { countries, categories } = await read({
			period: february,
			where: "country = 'Austria' and category = 'Lamps'",
		});
		// Lamps in February: 200 in Austria, the return of 50 in Germany, 40 without a country.
		expect(countries.isPicked).toBe(true);
		expect(countries.rows.map(({ value, net_revenue }) => [value, net_revenue])).toEqual([
			['Austria', 200],
			[null, 40],
			['Germany', -50],
		]);
		expect(categories.rows.map(({ value, net_revenue }) => [value, net_revenue])).toEqual([['Lamps', 200]]);
	});

	it('says which filters cohorts cannot follow', async () => {
		const { cohorts } = await read({ where: "country = 'Germany' and channel = 'web'" });
		expect(cohorts.ignored).toEqual(["channel = 'web'"]);
		// c1 alone began in January and c3 in February, both in Germany.
		expect(cohorts.rows.map(({ cohort_month, customers }) => [cohort_month, customers])).toEqual([
			['2025-01-01', 1],
			['2025-02-01', 1],
		]);
	});

	it('gives a cohort a share for every month after its first', async () => {
		const { cohorts } = await read({});
		// January {c1}: back in February only; February {c2, c3}: both back in April; April is still running.
		expect(cohorts.rows.map(({ retention }) => retention)).toEqual([
			[1, 0, 0],
			[0, 1],
		]);
		expect(cohorts.lastIsIncomplete).toBe(true);
	});

	it('keeps answers under a key that holds all that they depend on', async () => {
		const states = [{}, { compare: 'none' }, { where: 'is_identified' }, { period: 'all' }] as const;
		const before = tiny.keys.length;
		for (const state of states) await read(state);
		const keys = tiny.keys.slice(before).filter((key) => key.startsWith('overview '));
		expect(new Set(keys).size).toBe(states.length);
	});
});
