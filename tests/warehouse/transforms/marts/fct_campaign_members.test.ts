import { expect, test } from 'vitest';
import { givenEntities } from '../../given-entities.ts';
import { TINY_CRM } from '../../metrics/tiny-crm.ts';
import { openWarehouse, tableOf } from '../../open-warehouses.ts';

test('a member is the customer it names, else its contact, else what its lead became', async () => {
	const member = { campaign_id: 'k1' };
	const campaign_members = [
		{ ...member, campaign_member_id: 'm1', customer_id: 'company:co2', contact_id: 'ct1' },
		{ ...member, campaign_member_id: 'm2', contact_id: 'ct1' },
		{ ...member, campaign_member_id: 'm3', lead_id: 'l2' },
		{ ...member, campaign_member_id: 'm4', lead_id: 'l1' },
		{ campaign_member_id: 'm5', campaign_id: 'k9' },
	];
	const db = await openWarehouse({ sources: givenEntities({ ...TINY_CRM, campaign_members }) });
	expect(
		await tableOf(
			db,
			`select campaign_member_id, campaign, campaign_type, customer_id, country from fct_campaign_members order by 1`,
		),
	).toEqual([
		['m1', 'Spring', 'email', 'company:co2', 'Switzerland'],
		['m2', 'Spring', 'email', 'contact:ct1', 'Austria'],
		['m3', 'Spring', 'email', 'company:co1', 'Germany'],
		['m4', 'Spring', 'email', null, 'Germany'],
		['m5', 'k9', null, null, null],
	]);
});

test('who was written to and who responded is said by the time or the status', async () => {
	const member = { campaign_id: 'k1' };
	const at = '2025-01-15 09:00:00';
	const campaign_members = [
		{ ...member, campaign_member_id: 'm1', status: 'planned' },
		{ ...member, campaign_member_id: 'm2', status: 'sent' },
		{ ...member, campaign_member_id: 'm3', status: 'planned', sent_at: at },
		{ ...member, campaign_member_id: 'm4', status: 'responded' },
		{ ...member, campaign_member_id: 'm5', responded_at: at },
		{ ...member, campaign_member_id: 'm6' },
	];
	const db = await openWarehouse({ sources: givenEntities({ ...TINY_CRM, campaign_members }) });
	expect(
		await tableOf(db, 'select campaign_member_id, is_sent, is_responded from fct_campaign_members order by 1'),
	).toEqual([
		['m1', false, false],
		['m2', true, false],
		['m3', true, false],
		['m4', true, true],
		['m5', false, true],
		['m6', false, false],
	]);
});
