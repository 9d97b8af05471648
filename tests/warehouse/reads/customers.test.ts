import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '#warehouse/database.ts';
import { CUSTOMER_SORTS, listCustomers } from '#warehouse/reads/customers.ts';
import type { CustomerListOptions } from '#warehouse/reads/customers.ts';
import { openMarts } from '../metrics/mart-tables.ts';
import type { TestMarts } from '../metrics/mart-tables.ts';
import { TINY_SHOP } from '../metrics/tiny-shop.ts';
import { GIVEN_SCORES } from './given-scores.ts';

/** c1 and c2 are people of a source, d9 is one who never ordered; of c3 only orders tell. */
const PEOPLE = `
insert into dim_people (customer_id, name, email, city, search_text) values
	('c1', 'René Müller', 'rene@example.com', 'Köln', lower(strip_accents('René Müller rene@example.com c1 Köln'))),
	('c2', 'anna GmbH', 'office@example.com', 'Wien', 'anna gmbh office@example.com c2 wien'),
	('d9', 'Zoe 100%', 'zoe@example.com', 'Bern', 'zoe 100% zoe@example.com d9 bern');
insert into dim_customers (customer_id, customer_kind, country, orders_count, sales_revenue, returns_revenue,
	net_revenue, is_in_source) values ('d9', 'consumer', null, 0, 0, 0, 0, true);
`;

let marts: TestMarts;
let db: Connection;

beforeAll(async () => {
	marts = await openMarts({ lines: TINY_SHOP, also: PEOPLE });
	db = marts.db;
});
afterAll(() => marts.close());

async function ids(options: CustomerListOptions): Promise<string[]> {
	return (await listCustomers(db, options)).rows.map(({ customer_id }) => customer_id);
}

describe('listCustomers', () => {
	it('gives who they are and what they brought, the largest first', async () => {
		const { rows, count, all } = await listCustomers(db);
		expect({ count, all }).toEqual({ count: 4, all: 4 });
		expect(rows.map(({ customer_id, net_revenue }) => [customer_id, net_revenue])).toEqual([
			['c2', 285],
			['c1', 90],
			['c3', 42.35],
			['d9', 0],
		]);
		expect(rows[1]).toEqual({
			customer_id: 'c1',
			name: 'René Müller',
			email: 'rene@example.com',
			customer_kind: 'consumer',
			country: 'Germany',
			first_order_on: '2025-01-10',
			last_order_on: '2025-02-21',
			// From 21 February to 11 April: 7 + 31 + 11.
			days_since_last_order: 49,
			orders_count: 3,
			sales_revenue: 145,
			returns_revenue: -55,
			net_revenue: 90,
			average_order_value: 30,
			score_status: null,
			segment: null,
			p_alive: null,
			expected_revenue: null,
			value_at_risk: null,
		});
		expect(rows[2]).toMatchObject({ name: null, email: null });
		expect(rows[3]).toMatchObject({ last_order_on: null, days_since_last_order: null, average_order_value: null });
	});

	it.each(CUSTOMER_SORTS)('sorts by %s both ways, and keeps customers without a value last', async (sort) => {
		const { rows: up } = await listCustomers(db, { sort, direction: 'asc' });
		const { rows: down } = await listCustomers(db, { sort, direction: 'desc' });
		const key = (value: string | number | null): string | number | null =>
			typeof value === 'string' ? value.toLowerCase() : value;
		const known = (rows: typeof up): (string | number)[] =>
			rows.map((row) => key(row[sort])).filter((value) => value !== null);
		const ordered = [...known(up)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
		expect(known(up)).toEqual(ordered);
		expect(known(down)).toEqual([...ordered].reverse());
		for (const rows of [up, down]) {
			expect(rows.slice(known(rows).length).every((row) => row[sort] === null)).toBe(true);
			expect(rows).toHaveLength(4);
		}
	});

	it.each([
		['muller', ['c1']],
		['MÜLLER rene', ['c1']],
		['example.com', ['c2', 'c1', 'd9']],
		['c3', ['c3']],
		['anna koln', []],
		['100%', ['d9']],
		['%', ['d9']],
		['_', []],
		["o'", []],
		["' or 1=1 --", []],
		['  ', ['c2', 'c1', 'c3', 'd9']],
	])('finds by words that all have to occur: %s', async (search, expected) => {
		const { rows, count } = await listCustomers(db, { search });
		expect(rows.map(({ customer_id }) => customer_id)).toEqual(expected);
		expect(count).toBe(expected.length);
	});

	it('filters by country and kind, missing ones too', async () => {
		expect(await ids({ countries: ['Germany'] })).toEqual(['c1', 'c3']);
		expect(await ids({ countries: ['Austria', null] })).toEqual(['c2', 'd9']);
		expect(await ids({ countries: [null] })).toEqual(['d9']);
		expect(await ids({ kinds: ['company'] })).toEqual(['c2']);
		expect(await ids({ countries: [] })).toHaveLength(4);
	});

	it('filters by orders, revenue and age of the last order, both ends included', async () => {
		expect(await ids({ minOrders: 3 })).toEqual(['c2', 'c1']);
		expect(await ids({ maxOrders: 2 })).toEqual(['c3', 'd9']);
		expect(await ids({ minRevenue: 42.35, maxRevenue: 90 })).toEqual(['c1', 'c3']);
		// c3 bought the day before the analysis date, c2 on 1 April.
		expect(await ids({ maxDaysSinceLastOrder: 10 })).toEqual(['c2', 'c3']);
		expect(await ids({ minDaysSinceLastOrder: 2, maxDaysSinceLastOrder: 49 })).toEqual(['c2', 'c1']);
	});

	it('pages without losing or repeating one, and counts them all', async () => {
		const pages = await Promise.all([0, 1, 2, 3].map((offset) => ids({ sort: 'country', limit: 1, offset })));
		expect(new Set(pages.flat())).toEqual(new Set(['c1', 'c2', 'c3', 'd9']));
		expect(await listCustomers(db, { limit: 1, offset: 10 })).toEqual({ rows: [], count: 4, all: 4 });
	});

	it('searches, filters and sorts by name together', async () => {
		const options = { search: 'example', countries: ['Germany', 'Austria'], sort: 'name', direction: 'asc' } as const;
		expect(await ids(options)).toEqual(['c2', 'c1']);
	});
});

describe('listCustomers of a snapshot with scores', () => {
	let scored: TestMarts;
	beforeAll(async () => {
		scored = await openMarts({ lines: TINY_SHOP, also: PEOPLE + GIVEN_SCORES });
	});
	afterAll(() => scored.close());

	async function scoredIds(options: CustomerListOptions): Promise<string[]> {
		const { rows, count } = await listCustomers(scored.db, { ...options, isScored: true });
		expect(count).toBe(rows.length);
		return rows.map(({ customer_id }) => customer_id);
	}

	it('gives each with their score, and nothing for who has none', async () => {
		const { rows } = await listCustomers(scored.db, { isScored: true, sort: 'customer_id', direction: 'asc' });
		const scores = rows.map((row) => [row.customer_id, row.score_status, row.segment, row.p_alive, row.value_at_risk]);
		expect(scores).toEqual([
			['c1', 'scored', 'champions', 0.8, 100],
			['c2', 'gone', 'at_risk', 0.05, null],
			['c3', 'too_new', 'new', null, null],
			['d9', 'no_history', null, null, null],
		]);
	});

	it('sorts by chance and by expectation, those without one last', async () => {
		expect(await scoredIds({ sort: 'p_alive' })).toEqual(['c1', 'c2', 'c3', 'd9']);
		expect(await scoredIds({ sort: 'p_alive', direction: 'asc' })).toEqual(['c2', 'c1', 'c3', 'd9']);
		expect(await scoredIds({ sort: 'expected_revenue' })).toEqual(['c1', 'c2', 'c3', 'd9']);
	});

	it('filters by segment, state, chance and expectation, both ends included, with and without words', async () => {
		expect(await scoredIds({ segments: ['champions', 'at_risk'], sort: 'customer_id', direction: 'asc' })).toEqual(['c1', 'c2']);
		expect(await scoredIds({ statuses: ['too_new'] })).toEqual(['c3']);
		expect(await scoredIds({ minPAlive: 0.05, maxPAlive: 0.5 })).toEqual(['c2']);
		expect(await scoredIds({ minExpectedRevenue: 400 })).toEqual(['c1']);
		expect(await scoredIds({ maxExpectedRevenue: 399 })).toEqual([]);
		expect(await scoredIds({ segments: ['at_risk'], search: 'anna', sort: 'name' })).toEqual(['c2']);
		expect(await scoredIds({ segments: ['champions'], search: 'anna' })).toEqual([]);
	}); // prettier-ignore

	it('finds nobody by a score where the snapshot has none', async () => {
		const { rows, count, all } = await listCustomers(scored.db, { segments: ['champions'], isScored: false });
		expect({ rows, count, all }).toEqual({ rows: [], count: 0, all: 4 });
	});
});
