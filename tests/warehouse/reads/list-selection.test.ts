import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '#warehouse/database.ts';
import { rows } from '#warehouse/query.ts';
import { countSelection, figuresOfCustomers, hasScores, linksOfSelection } from '#warehouse/reads/list-customers.ts';
import { asksForScores, fittingSql } from '#warehouse/reads/list-selection.ts';
import type { Selection, SelectionFilters } from '#warehouse/reads/list-selection.ts';
import { openMarts } from '../metrics/mart-tables.ts';
import type { TestMarts } from '../metrics/mart-tables.ts';
import { TINY_SHOP } from '../metrics/tiny-shop.ts';

/** c1 and c2 are records; d9 never ordered and is nobody's. */
const ALSO = `
insert into dim_customers (customer_id, customer_kind, country, orders_count, sales_revenue, returns_revenue,
	net_revenue, is_in_source) values ('d9', 'consumer', null, 0, 0, 0, 0, true);
insert into dim_people (customer_id, name) values ('c2', 'Firm');
insert into identity_links values ('records', 'companies', 'r2', 'c2', 'external key'),
	('records', 'contacts', 'p1', 'c1', 'same e-mail'), ('records', 'contacts', 'p2', 'c2', 'same e-mail'),
	('shop', 'customers', 'd9', 'd9', 'apart');
insert into customer_scores (customer_id, status, segment, p_alive) values
	('c1', 'scored', 'loyal', 0.5), ('c2', 'scored', 'champions', 0.9), ('c3', 'gone', 'lost', 0.05),
	('d9', 'no_history', null, null);
`;

const NONE: SelectionFilters = {
	attributes: { countries: [], kinds: [] },
	behaviour: {
		min_orders: null,
		max_orders: null,
		min_revenue: null,
		max_revenue: null,
		min_days_since_last_order: null,
		max_days_since_last_order: null,
		first_order_from: null,
		first_order_to: null,
		categories: [],
		products: [],
	},
	scores: {
		segments: [],
		statuses: [],
		min_p_alive: null,
		max_p_alive: null,
		min_expected_revenue: null,
		max_expected_revenue: null,
		min_value_at_risk: null,
		max_value_at_risk: null,
	},
};

let marts: TestMarts;
let db: Connection;

beforeAll(async () => {
	marts = await openMarts({ lines: TINY_SHOP, also: ALSO });
	({ db } = marts);
});
afterAll(() => marts.close());

interface Given {
	readonly attributes?: Partial<SelectionFilters['attributes']>;
	readonly behaviour?: Partial<SelectionFilters['behaviour']>;
	readonly scores?: Partial<SelectionFilters['scores']>;
}

function selection({ attributes, behaviour, scores }: Given, others: Partial<Selection> = {}): Selection {
	const filters = {
		attributes: { ...NONE.attributes, ...attributes },
		behaviour: { ...NONE.behaviour, ...behaviour },
		scores: { ...NONE.scores, ...scores },
	};
	return { filters, include: [], exclude: [], ...others };
}

async function ids(of: Selection, isScored = true): Promise<string[]> {
	const found = await rows<{ customer_id: string }>(db, fittingSql(of, isScored));
	return found.map(({ customer_id }) => customer_id).sort();
}

describe('fittingSql', () => {
	// README.md beside the shop works its figures out by hand; its analysis date is 11 April 2025.
	it.each<[string, Given, string[]]>([
		['nothing', {}, ['c1', 'c2', 'c3', 'd9']],
		['a country or none', { attributes: { countries: ['Austria', null] } }, ['c2', 'd9']],
		['no country', { attributes: { countries: [null] } }, ['d9']],
		['a kind', { attributes: { kinds: ['company'] } }, ['c2']],
		['orders, both ends included', { behaviour: { min_orders: 2, max_orders: 3 } }, ['c1', 'c2', 'c3']],
		['revenue, both ends included', { behaviour: { min_revenue: 90, max_revenue: 285 } }, ['c1', 'c2']],
		['days since the last order', { behaviour: { min_days_since_last_order: 49 } }, ['c1']],
		['few days since it', { behaviour: { max_days_since_last_order: 1 } }, ['c3']],
		['a first order from', { behaviour: { first_order_from: '2025-02-03' } }, ['c2', 'c3']],
		['a first order until', { behaviour: { first_order_to: '2025-02-03' } }, ['c1', 'c2']],
		['a category bought', { behaviour: { categories: ['Lamps'] } }, ['c1', 'c2']],
		['products bought', { behaviour: { products: ['p2', 'p9'] } }, ['c1', 'c2', 'c3']],
		['segments', { scores: { segments: ['loyal', 'lost'] } }, ['c1', 'c3']],
		['a status and a chance', { scores: { statuses: ['scored'], min_p_alive: 0.9 } }, ['c2']],
		['everything at once', { attributes: { kinds: ['consumer'] }, scores: { max_p_alive: 0.5 } }, ['c1', 'c3']],
	])('lets through by %s', async (_, given, expected) => {
		expect(await ids(selection(given))).toEqual(expected);
	});

	it('takes what a person typed for a value and never for SQL', async () => {
		const hostile = `x') or true --`;
		expect(await ids(selection({ attributes: { countries: [hostile] } }))).toEqual([]);
		expect(await ids(selection({ scores: { segments: [hostile] } }))).toEqual([]);
	});

	it('lets nobody through by scores that there are none of, and everybody by other filters', async () => {
		expect(await ids(selection({ scores: { segments: ['loyal'] } }), false)).toEqual([]);
		expect(await ids(selection({ attributes: { kinds: ['company'] } }), false)).toEqual(['c2']);
	});

	it('has only the included people where it has no filter of its own, and both where it has', async () => {
		const companies = selection({ attributes: { kinds: ['company'] } });
		expect(await ids(selection({}, { include: [companies] }))).toEqual(['c2']);
		const few = { behaviour: { max_orders: 0 } };
		expect(await ids(selection(few, { include: [companies] }))).toEqual(['c2', 'd9']);
		const without = selection({}, { exclude: [{ ...companies, customerIds: ['c3'] }] });
		expect(await ids(selection({}, { include: [without] }))).toEqual(['c1', 'd9']);
		expect(await ids({ filters: null, include: [], exclude: [] })).toEqual([]);
	});
});

it('tells whether scores are asked for, through whatever selection', () => {
	const scored = selection({ scores: { min_p_alive: 0 } });
	expect(asksForScores(selection({}))).toBe(false);
	expect(asksForScores(scored)).toBe(true);
	expect(asksForScores(selection({}, { include: [selection({}, { include: [scored] })] }))).toBe(true);
	expect(asksForScores(selection({}, { exclude: [{ ...scored, customerIds: [] }] }))).toBe(true);
});

it('counts who fits, who is taken away, whom no record is, and who ordered lately', async () => {
	expect(await countSelection(db, selection({}), true)).toEqual({
		matching: 4,
		excluded: 0,
		unlinked: 2,
		ordered_lately: 2,
	});
	const taken = { ...selection({ behaviour: { max_orders: 0 } }), customerIds: ['c1', 'elsewhere'] };
	expect(await countSelection(db, selection({}, { exclude: [taken] }), true)).toEqual({
		matching: 4,
		excluded: 2,
		unlinked: 1,
		ordered_lately: 2,
	});
});

it('gives the records that customers are, the best customer first, contacts before companies', async () => {
	expect(await linksOfSelection(db, selection({}), true)).toEqual([
		{ customer_id: 'c2', entity: 'contacts', source_id: 'p2' },
		{ customer_id: 'c2', entity: 'companies', source_id: 'r2' },
		{ customer_id: 'c1', entity: 'contacts', source_id: 'p1' },
	]);
	const taken = { ...selection({ attributes: { kinds: ['company'] } }), customerIds: [] };
	expect(await linksOfSelection(db, selection({}, { exclude: [taken] }), true)).toHaveLength(1);
});

it('gives the figures of customers, with their scores where there are any', async () => {
	expect(await hasScores(db)).toBe(true);
	const figures = await figuresOfCustomers(db, ['c2', 'nobody'], true);
	expect([...figures.keys()]).toEqual(['c2']);
	expect(figures.get('c2')).toMatchObject({ name: 'Firm', net_revenue: 285, segment: 'champions', p_alive: 0.9 });
	expect((await figuresOfCustomers(db, ['c2'], false)).get('c2')).toMatchObject({ segment: null, p_alive: null });
});
