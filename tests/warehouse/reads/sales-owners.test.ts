import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { salesBy } from '#warehouse/reads/sales-owners.ts';
import { readScope } from '#warehouse/reads/scope.ts';
import { buildWarehouse } from '../build-warehouse.ts';
import type { BuiltWarehouse } from '../build-warehouse.ts';
import { givenEntities } from '../given-entities.ts';
import { TINY_CRM } from '../metrics/tiny-crm.ts';

let crm: BuiltWarehouse;
beforeAll(async () => {
	crm = await buildWarehouse({ sources: givenEntities(TINY_CRM) });
});
afterAll(() => crm.close());

describe('salesBy', () => {
	it('shows what each owner closed in the period and has open now, most won first', async () => {
		const scope = await readScope(crm.db, { period: '2025-02-01..2025-02-28' });
		expect(await salesBy(crm.db, 'owner', scope)).toEqual([
			{
				value: 'Ben',
				won_revenue: 2100,
				deals_won: 1,
				deals_lost: 0,
				win_rate: 1,
				average_deal_size: 2100,
				sales_cycle_days: 31,
				open_deals: 1,
				open_pipeline: 400,
				weighted_pipeline: 120,
			},
			{
				value: 'Ada',
				won_revenue: 0,
				deals_won: 0,
				deals_lost: 1,
				win_rate: 0,
				average_deal_size: null,
				sales_cycle_days: null,
				open_deals: 1,
				open_pipeline: 3300,
				weighted_pipeline: 1650,
			},
			{
				value: 'u9',
				won_revenue: 0,
				deals_won: 0,
				deals_lost: 0,
				win_rate: null,
				average_deal_size: null,
				sales_cycle_days: null,
				open_deals: 1,
				open_pipeline: 0,
				weighted_pipeline: 0,
			},
		]);
	});

	it('groups by office as well, those without one together', async () => {
		const groups = await salesBy(crm.db, 'office', await readScope(crm.db, { period: 'all' }));
		expect(groups.map(({ value, won_revenue, open_pipeline }) => [value, won_revenue, open_pipeline])).toEqual([
			['Ulm', 2100, 400],
			['Bonn', 1100, 3300],
			[null, 0, 0],
		]);
	});
});
