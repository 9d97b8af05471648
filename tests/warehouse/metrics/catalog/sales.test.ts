import { afterAll, beforeAll, expect, test } from 'vitest';
import { readMetric } from '#warehouse/metrics/read-metric.ts';
import { buildWarehouse } from '../../build-warehouse.ts';
import type { BuiltWarehouse } from '../../build-warehouse.ts';
import { givenEntities } from '../../given-entities.ts';
import { expectFigure, valuesBy } from '../figures.ts';
import type { WorkedFigure } from '../figures.ts';
import { TINY_CRM } from '../tiny-crm.ts';

let crm: BuiltWarehouse;
beforeAll(async () => {
	crm = await buildWarehouse({ sources: givenEntities(TINY_CRM) });
});
afterAll(() => crm.close());

/** The README.md above works every figure out. */
const FIGURES: readonly WorkedFigure[] = [
	{
		metric: 'won_revenue',
		all: '3200.00',
		months: { '2025-01': '1000.00', '2025-02': '2100.00', '2025-03': '100.00' },
	},
	{ metric: 'deals_won', all: 3, months: { '2025-01': 1, '2025-02': 1, '2025-03': 1 } },
	{ metric: 'deals_lost', all: 2, months: { '2025-01': 0, '2025-02': 1, '2025-03': 1 } },
	{ metric: 'win_rate', all: 3 / 5, months: { '2025-01': 1, '2025-02': 1 / 2, '2025-03': 1 / 2 } },
	{
		metric: 'win_rate_by_amount',
		all: 3200 / 3700,
		months: { '2025-01': 1, '2025-02': 2100 / 2600, '2025-03': 1 },
	},
	{
		metric: 'average_deal_size',
		all: '1066.6667',
		months: { '2025-01': '1000.0000', '2025-02': '2100.0000', '2025-03': '100.0000' },
	},
	{
		metric: 'median_deal_size',
		all: '1000.0000',
		months: { '2025-01': '1000.0000', '2025-02': '2100.0000', '2025-03': '100.0000' },
	},
	{ metric: 'sales_cycle_days', all: 25.5, months: { '2025-01': 20, '2025-02': 31, '2025-03': null } },
	{ metric: 'median_sales_cycle_days', all: 25.5, months: { '2025-01': 20, '2025-02': 31, '2025-03': null } },
	{ metric: 'days_to_close', all: 22.75, months: { '2025-01': 20, '2025-02': 20.5, '2025-03': 30 } },
	{ metric: 'median_days_to_close', all: 25, months: { '2025-01': 20, '2025-02': 20.5, '2025-03': 30 } },
];

test.each(FIGURES)('$metric is what was worked out by hand, by month closed and in all', async (figure) => {
	await expectFigure(crm.db, figure);
});

test('an owner brings manager, team and office; one whom no source lists goes by the id', async () => {
	expect(await valuesBy(crm.db, 'won_revenue', 'owner')).toEqual(
		new Map([
			['Ben', '2100.00'],
			['Ada', '1100.00'],
		]),
	);
	expect(await valuesBy(crm.db, 'win_rate', 'office')).toEqual(
		new Map([
			['Bonn', 2 / 3],
			['Ulm', 1 / 2],
		]),
	);
	expect(await valuesBy(crm.db, 'win_rate', 'manager')).toEqual(new Map([['Max', 3 / 5]]));
	expect(await valuesBy(crm.db, 'open_deals', 'owner')).toEqual(
		new Map([
			['Ada', 1],
			['Ben', 1],
			['u9', 1],
		]),
	);
});

test('a deal whose lines name two products is about several', async () => {
	expect(await valuesBy(crm.db, 'won_revenue', 'product')).toEqual(
		new Map([
			['several', '2100.00'],
			['Lamp', '1000.00'],
			[null, '100.00'],
		]),
	);
});

test('the outcome tells the days of won and lost deals apart', async () => {
	expect(await valuesBy(crm.db, 'days_to_close', 'outcome')).toEqual(
		new Map([
			['won', 25.5],
			['lost', 20],
		]),
	);
});

test('lost deals are told apart by their reason', async () => {
	expect(await valuesBy(crm.db, 'deals_lost', 'loss_reason')).toEqual(
		new Map([
			['no_budget', 1],
			['price', 1],
		]),
	);
	expect((await readMetric(crm.db, { metric: 'deals_lost', where: "loss_reason = 'price'" })).total).toBe(1);
});

test('a duration is given in days, and a deal size in base currency', async () => {
	expect(await readMetric(crm.db, { metric: 'sales_cycle_days' })).toMatchObject({ unit: 'days', kind: 'days' });
	expect(await readMetric(crm.db, { metric: 'average_deal_size' })).toMatchObject({ unit: 'EUR', kind: 'money' });
});

test('empty weeks are shown from the first deal that closed; those before where a period asks for them', async () => {
	const weeks = async (from?: string) =>
		(await readMetric(crm.db, { metric: 'deals_lost', grain: 'week', ...(from === undefined ? {} : { from }) })).rows;
	// d1 was won on Thursday, 30 January; the first event of all is a lead of Sunday, 5 January; the last d8 on Monday, 31 March.
	const all = await weeks();
	expect(all[0]).toEqual({ week: '2025-01-27', value: 0 });
	expect(all.at(-1)).toEqual({ week: '2025-03-31', value: 0 });
	expect(all).toHaveLength(10);
	expect((await weeks('2025-01-01'))[0]).toEqual({ week: '2024-12-30', value: 0 });
});
