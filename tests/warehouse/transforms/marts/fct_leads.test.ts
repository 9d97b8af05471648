import { expect, test } from 'vitest';
import { givenEntities } from '../../given-entities.ts';
import { TINY_CRM } from '../../metrics/tiny-crm.ts';
import { openWarehouse, tableOf } from '../../open-warehouses.ts';

test('a lead is the customer it became, and converted by its time or its status', async () => {
	const leads = [
		{ lead_id: 'l1', status: 'converted', company_id: 'co1', contact_id: 'ct1' },
		{ lead_id: 'l2', contact_id: 'ct1', created_at: '2025-01-10', converted_at: '2025-01-15', campaign_id: 'k1' },
		{ lead_id: 'l3', status: 'working', created_at: '2025-01-10', owner_id: 'u1' },
		{ lead_id: 'l4', created_at: '2025-01-10', converted_at: '2025-01-05' },
	];
	const db = await openWarehouse({ sources: givenEntities({ ...TINY_CRM, leads }) });
	expect(
		await tableOf(
			db,
			`select lead_id, customer_id, owner, team, campaign, is_converted, conversion_days from fct_leads order by lead_id`,
		),
	).toEqual([
		['l1', 'company:co1', null, null, null, true, null],
		['l2', 'contact:ct1', null, null, 'Spring', true, 5],
		['l3', null, 'Ada', 'North', null, false, null],
		['l4', null, null, null, null, true, null],
	]);
});
