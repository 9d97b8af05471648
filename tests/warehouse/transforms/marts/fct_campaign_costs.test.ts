import { expect, test } from 'vitest';
import { givenEntities } from '../../given-entities.ts';
import { TINY_CRM } from '../../metrics/tiny-crm.ts';
import { openWarehouse, tableOf } from '../../open-warehouses.ts';

test('costs are in base currency by the rate of the day they were spent', async () => {
	const cost = { campaign_id: 'k1', amount: '100', currency: 'CHF' };
	const campaign_costs = [
		{ ...cost, campaign_cost_id: 'x1', spent_on: '2025-02-14' },
		{ ...cost, campaign_cost_id: 'x2', spent_on: '2025-02-15' },
		{ ...cost, campaign_cost_id: 'x3', spent_on: '2026-12-31' },
		{ ...cost, campaign_cost_id: 'x4', spent_on: '2024-12-31' },
		{ ...cost, campaign_cost_id: 'x5', spent_on: '2024-12-31', currency: null },
	];
	const db = await openWarehouse({ sources: givenEntities({ ...TINY_CRM, campaign_costs }) });
	expect(
		await tableOf(db, 'select campaign_cost_id, currency, amount_base from fct_campaign_costs order by 1'),
	).toEqual([
		['x1', 'CHF', '110.0000'],
		['x2', 'CHF', '105.0000'],
		['x3', 'CHF', '105.0000'],
		['x4', 'CHF', null],
		['x5', 'EUR', '100.0000'],
	]);
});
