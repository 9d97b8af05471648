import { describe, expect, test } from 'vitest';
import type { Connection } from '#warehouse/database.ts';
import { givenEntities } from '../../given-entities.ts';
import type { GivenRow } from '../../given-entities.ts';
import { TINY_CRM } from '../../metrics/tiny-crm.ts';
import { openWarehouse, tableOf } from '../../open-warehouses.ts';

function crm(
	deals: readonly GivenRow[],
	also: Readonly<Record<string, readonly GivenRow[]>> = {},
): Promise<Connection> {
	return openWarehouse({
		relations: ['fct_deals'],
		sources: givenEntities({ ...TINY_CRM, deal_stage_events: [], deals, ...also }),
	});
}

test('a deal has its owner, its product, its stage, its customer and their country beside it', async () => {
	const db = await openWarehouse({ relations: ['fct_deals'], sources: givenEntities(TINY_CRM) });
	expect(
		await tableOf(
			db,
			`select deal_id, customer_id, owner, manager, team, office, product, stage, sales_pipeline, outcome, campaign, country,
				customer_kind
			from fct_deals where deal_id in ('d1', 'd2', 'd4', 'd6', 'd7') order by deal_id`,
		),
	).toEqual([
		['d1', 'company:co1', 'Ada', 'Max', 'North', 'Bonn', 'Lamp', 'Won', 'Sales', 'won', 'Spring', 'Germany', 'company'],
		[
			'd2',
			'company:co2',
			'Ben',
			'Max',
			'South',
			'Ulm',
			'several',
			'Won',
			'Sales',
			'won',
			null,
			'Switzerland',
			'company',
		],
		['d4', 'contact:ct1', 'Ben', 'Max', 'South', 'Ulm', null, 'Lost', 'Sales', 'lost', null, 'Austria', 'consumer'],
		['d6', null, 'Ben', 'Max', 'South', 'Ulm', null, 'Qualify', 'Sales', 'open', null, null, null],
		['d7', 'company:co1', 'u9', null, null, null, null, 'Qualify', 'Sales', 'open', null, 'Germany', 'company'],
	]);
});

describe('the amount in base currency', () => {
	const francs = { amount: '100', currency: 'CHF' };
	const amounts = 'select deal_id, amount_base from fct_deals order by deal_id';

	test('goes by the rate of the day it closed, else was opened, else of the analysis', async () => {
		// 1.10 until 14 February, then 1.05; seen from 1 April.
		const db = await crm([
			{ deal_id: 'closed', ...francs, stage_id: 's3', opened_at: '2025-03-01', closed_at: '2025-02-14' },
			{ deal_id: 'opened', ...francs, stage_id: 's1', opened_at: '2025-02-14', expected_close_on: '2025-03-30' },
			{ deal_id: 'undated', ...francs, stage_id: 's1' },
		]);
		expect(await tableOf(db, amounts)).toEqual([
			['closed', '110.0000'],
			['opened', '110.0000'],
			['undated', '105.0000'],
		]);
	});

	test('is unknown without a rate on or before that day, and the amount itself in base currency', async () => {
		const db = await crm([
			{ deal_id: 'd1', ...francs, stage_id: 's1', opened_at: '2024-12-31' },
			{ deal_id: 'd2', amount: '12.345678', stage_id: 's1' },
		]);
		expect(await tableOf(db, amounts)).toEqual([
			['d1', null],
			['d2', '12.3457'],
		]);
	});

	test('is that of the lines, discounts taken off, only where the deal has none of its own', async () => {
		const line = { product_id: 'p1', quantity: '3', unit_price: '9.99', discount: '0.1' };
		const db = await crm(
			[
				{ deal_id: 'd1', stage_id: 's1' },
				{ deal_id: 'd2', stage_id: 's1', amount: '20' },
			],
			{
				deal_lines: [
					{ deal_line_id: 'l1', deal_id: 'd1', ...line },
					{ deal_line_id: 'l2', deal_id: 'd1', ...line, discount: null },
					{ deal_line_id: 'l3', deal_id: 'd2', ...line },
				],
			},
		);
		// 29.97 × 0.9 + 29.97.
		expect(await tableOf(db, amounts)).toEqual([
			['d1', '56.9430'],
			['d2', '20.0000'],
		]);
		expect(await tableOf(db, 'select distinct product from fct_deals')).toEqual([['Lamp']]);
	});
});

test('outcome and probability are the deal’s own, else those of its stage; closed deals are certain', async () => {
	const db = await crm([
		{ deal_id: 'd1', stage_id: 's2', amount: '100' },
		{ deal_id: 'd2', stage_id: 's2', amount: '100', probability: '0.75' },
		{ deal_id: 'd3', stage_id: 's3', amount: '100', probability: '0.75' },
		{ deal_id: 'd4', stage_id: 's2', amount: '100', outcome: 'lost' },
		{ deal_id: 'd5', amount: '100' },
	]);
	expect(
		await tableOf(db, 'select deal_id, outcome, probability, weighted_base from fct_deals order by deal_id'),
	).toEqual([
		['d1', 'open', 0.5, '50.0000'],
		['d2', 'open', 0.75, '75.0000'],
		['d3', 'won', 1, '100.0000'],
		['d4', 'lost', 0, '0.0000'],
		['d5', 'open', null, null],
	]);
});

test('a deal that is open again has not closed, and one closed before it was opened has no cycle', async () => {
	const days = { opened_at: '2025-01-10', closed_at: '2025-01-05' };
	const db = await crm([
		{ deal_id: 'd1', stage_id: 's1', ...days },
		{ deal_id: 'd2', stage_id: 's3', ...days },
		{ deal_id: 'd3', stage_id: 's3', ...days, closed_at: '2025-01-10' },
	]);
	expect(await tableOf(db, 'select deal_id, closed_on, cycle_days from fct_deals order by deal_id')).toEqual([
		['d1', null, null],
		['d2', '2025-01-05', null],
		['d3', '2025-01-10', 0],
	]);
});

test('open deals are overdue when their expected close lies before the analysis date, others never', async () => {
	const db = await crm([
		{ deal_id: 'd1', stage_id: 's1', expected_close_on: '2025-03-31' },
		{ deal_id: 'd2', stage_id: 's1', expected_close_on: '2025-04-01' },
		{ deal_id: 'd3', stage_id: 's3', expected_close_on: '2025-03-31' },
		{ deal_id: 'd4', stage_id: 's1' },
	]);
	expect(await tableOf(db, 'select deal_id from fct_deals where is_overdue')).toEqual([['d1']]);
	expect(await tableOf(db, 'select deal_id from fct_deals where is_overdue is null')).toEqual([]);
});

test('of two sources that list a user, a stage or a campaign the first speaks, and no deal is doubled', async () => {
	const [first = [], second = []] = [TINY_CRM, TINY_CRM].map((given) => givenEntities(given));
	const again = second
		.filter(({ name }) => ['users', 'stages', 'campaigns'].includes(name))
		.map((source) => ({
			...source,
			name: `more_${source.name}`,
			loads: [source.loads[0]?.map((row) => row.map((value) => (value === 'Ada' ? 'Eva' : value))) ?? []],
		}));
	const db = await openWarehouse({ relations: ['fct_deals'], sources: [...first, ...again] });
	expect(await tableOf(db, 'select count(*) from fct_deals')).toEqual([[8]]);
	expect(await tableOf(db, "select name from dim_users where user_id = 'u1'")).toEqual([['Ada']]);
});
