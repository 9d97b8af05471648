import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readScope } from '#warehouse/reads/scope.ts';
import type { ScopeOptions } from '#warehouse/reads/scope.ts';
import { readTiles } from '#warehouse/reads/tiles.ts';
import type { Tile } from '#warehouse/reads/tiles.ts';
import { buildWarehouse } from '../build-warehouse.ts';
import type { BuiltWarehouse } from '../build-warehouse.ts';
import { givenEntities } from '../given-entities.ts';
import { openMarts } from '../metrics/mart-tables.ts';
import type { TestMarts } from '../metrics/mart-tables.ts';
import { TINY_CRM } from '../metrics/tiny-crm.ts';
import { TINY_SHOP } from '../metrics/tiny-shop.ts';

let marts: TestMarts;

beforeAll(async () => {
	marts = await openMarts({ lines: TINY_SHOP });
});
afterAll(() => marts.close());

async function tilesBy(options: ScopeOptions): Promise<Map<string, Tile>> {
	const tiles = await readTiles(marts.db, await readScope(marts.db, options));
	return new Map(tiles.map((tile) => [tile.metric, tile]));
}

describe('readTiles', () => {
	it('shows the figures of the period that were worked out by hand', async () => {
		// metrics/README.md beside the tests of the metrics: the row "February".
		const tiles = await tilesBy({ period: '2025-02-01..2025-02-28' });
		const values = Object.fromEntries([...tiles].map(([metric, { value }]) => [metric, value]));
		expect(values).toEqual({
			net_revenue: 230.01,
			customers: 3,
			new_customers: 2,
			repeat_purchase_rate: 0,
			average_order_value: 57.5,
			gross_margin: 130.005 / 235.005,
			sales_revenue: 285.01,
			returns_revenue: -55,
			orders: 4,
			returning_customers: 1,
		});
		expect(tiles.get('gross_margin')?.coverage).toBeCloseTo(235.005 / 230.005, 12);
		expect(tiles.get('net_revenue')?.coverage).toBeNull();
	});

	it('compares each with the days before, a share in points', async () => {
		const tiles = await tilesBy({ period: '2025-03-01..2025-03-31', compare: 'previous' });
		expect(tiles.get('sales_revenue')).toMatchObject({ value: 0, before: 285.01, change: -1 });
		expect(tiles.get('repeat_purchase_rate')).toMatchObject({ value: null, before: 0, change: null });
		const april = await tilesBy({ period: 'this-month', compare: 'previous' });
		expect(april.get('orders')).toMatchObject({ value: 3, before: 0, change: null });
	});

	it('has no change where the data does not reach back', async () => {
		const tiles = await tilesBy({ period: '2025-02-01..2025-02-28', compare: 'year-before' });
		expect(tiles.get('orders')).toMatchObject({ value: 4, before: null, change: null });
	});

	it('draws sums and counts with 0 and averages with a gap where nothing was sold', async () => {
		const tiles = await tilesBy({ period: 'last-12-months' });
		expect(tiles.get('customers')).toMatchObject({ seriesGrain: 'month' });
		expect(tiles.get('customers')?.series).toEqual([
			{ bucket: '2025-01-01', is_incomplete: false, value: 1 },
			{ bucket: '2025-02-01', is_incomplete: false, value: 3 },
			{ bucket: '2025-03-01', is_incomplete: false, value: 0 },
			{ bucket: '2025-04-01', is_incomplete: true, value: 2 },
		]);
		expect(tiles.get('average_order_value')?.series.map(({ value }) => value)).toEqual([65, 57.5, null, 32.45]);
	});

	it('applies the filter to every figure, also one that only the lines carry', async () => {
		const known = await tilesBy({ period: 'all', where: 'is_identified' });
		expect(known.get('sales_revenue')?.value).toBe(472.35);
		expect(known.get('orders')?.value).toBe(8);
		const mugs = await tilesBy({ period: 'all', where: "category = 'Mugs'" });
		expect(mugs.get('orders')?.value).toBe(6);
		// 20 + 10 + 30.005 + 15 + 25 + 12.345 of mugs sold, 5 returned.
		expect(mugs.get('net_revenue')?.value).toBe(107.35);
	});

	it('says what each was read with', async () => {
		const tiles = await tilesBy({ period: '2025-02-01..2025-02-28', where: "country = 'Germany'" });
		const query = tiles.get('net_revenue')?.sql ?? '';
		expect(query).toContain("date '2025-02-01'");
		expect(query).toContain("country = 'Germany'");
		const found = await marts.db.runAndReadAll(query);
		// Germany in February: 30.005 - 50 + 15 - 5.
		expect(found.getRowsJson()).toEqual([['-10.00']]);
		expect(tiles.get('net_revenue')?.value).toBe(-10);
	});
});

describe('readTiles of sales and service', () => {
	let crm: BuiltWarehouse;
	beforeAll(async () => {
		crm = await buildWarehouse({ sources: givenEntities(TINY_CRM) });
	});
	afterAll(() => crm.close());

	const METRICS = ['won_revenue', 'win_rate', 'open_pipeline', 'first_response_minutes'] as const;

	it('shows the figures asked for, in that order, with their units', async () => {
		const scope = await readScope(crm.db, { period: '2025-03-01..2025-03-31', compare: 'previous' });
		const tiles = await readTiles(crm.db, scope, METRICS);
		expect(tiles.map(({ metric, unit, value, before }) => [metric, unit, value, before])).toEqual([
			['won_revenue', 'money', 100, 2100],
			['win_rate', 'ratio', 1 / 2, 1 / 2],
			['open_pipeline', 'money', 3700, null],
			['first_response_minutes', 'minutes', 60, 90],
		]);
		// Of the deals of March one was won and one lost.
		expect(tiles.map(({ sample }) => sample)).toEqual([null, 2, null, null]);
	});

	it('shows what is so as of the snapshot whatever the period, without a change and a line', async () => {
		const scope = await readScope(crm.db, { period: '2025-01-01..2025-01-31', compare: 'previous' });
		const [tile] = await readTiles(crm.db, scope, ['open_pipeline']);
		expect(tile).toMatchObject({ value: 3700, before: null, change: null, series: [] });
		const found = await crm.db.runAndReadAll(tile?.sql ?? '');
		expect(found.getRowsJson()).toEqual([['3700.00']]);
	});
});
