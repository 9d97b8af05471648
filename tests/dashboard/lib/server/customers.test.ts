import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultViewState } from '#lib/filters/view-state.ts';
import type { ViewState } from '#lib/filters/view-state.ts';
import type { ScoreFilters } from '#lib/scores/score-filters.ts';
import { readCustomers } from '#lib/server/customers.ts';
import { GIVEN_SCORES } from '../../../warehouse/reads/given-scores.ts';
import { openTinySnapshot } from './tiny-snapshot.ts';
import type { TinySnapshot } from './tiny-snapshot.ts';

/** 60 more customers of a source who never ordered: with c1, c2 and c3 two pages. */
const MANY = `
insert into dim_customers (customer_id, customer_kind, country, orders_count, sales_revenue, returns_revenue,
	net_revenue, is_in_source)
select 'd' || i, 'consumer', 'Poland', 0, 0, 0, 0, true from range(60) as numbers(i);
insert into dim_people (customer_id, name, search_text) select customer_id, 'Name ' || customer_id,
	lower('Name ' || customer_id) from dim_customers where customer_id like 'd%';
`;

let tiny: TinySnapshot;
beforeAll(async () => {
	tiny = await openTinySnapshot({ also: MANY + GIVEN_SCORES });
});
afterAll(() => tiny.close());

const OPEN = { least: null, most: null };
const UNSCORED: ScoreFilters = { segments: [], statuses: [], alive: OPEN, expected: OPEN };

const read = (state: Partial<ViewState>, scores: Partial<ScoreFilters> = {}) =>
	readCustomers(
		tiny.snapshot,
		{ ...defaultViewState({ sorts: ['net_revenue'] }), ...state },
		{ ...UNSCORED, ...scores },
	);

describe('readCustomers', () => {
	it('gives the first fifty, the largest first, and how many there are', async () => {
		const { rows, count, all, page, pages } = await read({});
		expect(rows).toHaveLength(50);
		expect(rows.slice(0, 3).map(({ customer_id }) => customer_id)).toEqual(['c2', 'c1', 'c3']);
		expect({ count, all, page, pages }).toEqual({ count: 63, all: 63, page: 1, pages: 2 });
	});

	it('shows the last page for one past the end', async () => {
		const { rows, page } = await read({ page: 40 });
		expect(page).toBe(2);
		expect(rows).toHaveLength(13);
	});

	it('sorts, filters and searches together', async () => {
		const { rows, count, all } = await read({
			where: "country = 'Poland'",
			q: 'name d1',
			sort: 'name',
			dir: 'desc',
		});
		// d1 and d10 to d19.
		expect({ count, all }).toEqual({ count: 11, all: 63 });
		expect(rows[0]?.customer_id).toBe('d19');
	});

	it('offers and names the filters on country and kind only', async () => {
		const { filters, chips } = await read({ where: "customer_kind = 'company'" });
		expect(filters.map(({ dimension }) => dimension)).toEqual(['country', 'customer_kind']);
		expect(chips).toMatchObject([{ dimension: 'customer_kind', value: 'company' }]);
	});

	it.each(["channel = 'web'", "country != 'Germany'", 'country ='])('leaves out %s and says so', async (where) => {
		const { count, problem } = await read({ where });
		expect(count).toBe(63);
		expect(problem).not.toBeNull();
	});

	it('filters by scores, chances in per cent', async () => {
		expect((await read({}, { segments: ['champions'] })).rows.map(({ customer_id }) => customer_id)).toEqual(['c1']);
		expect((await read({}, { alive: { least: 5, most: 50 } })).rows.map(({ customer_id }) => customer_id)).toEqual([
			'c2',
		]);
		expect((await read({}, { statuses: ['gone'], expected: { least: 1, most: null } })).count).toBe(0);
	});

	it('finds nobody by scores where the snapshot has none', async () => {
		const old = await openTinySnapshot({ also: 'drop table customer_scores;' });
		const state = defaultViewState({ sorts: ['net_revenue'] });
		expect(await readCustomers(old.snapshot, state, UNSCORED)).toMatchObject({ isScored: false, count: 3 });
		const filtered = await readCustomers(old.snapshot, state, { ...UNSCORED, segments: ['loyal'] });
		expect(filtered).toMatchObject({ isScored: false, count: 0, rows: [] });
		old.close();
	});

	it('finds nobody without failing', async () => {
		expect(await read({ q: "nobody' or 1=1 --", page: 3 })).toMatchObject({ rows: [], count: 0, page: 1, pages: 1 });
	});
});
