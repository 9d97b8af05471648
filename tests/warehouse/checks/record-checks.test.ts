import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CheckResult } from '#warehouse/checks/check.ts';
import { RECORD_CHECKS } from '#warehouse/checks/record-checks.ts';
import { runChecks } from '#warehouse/checks/run-checks.ts';
import type { Connection } from '#warehouse/database.ts';
import { buildWarehouse } from '../build-warehouse.ts';
import type { BuiltWarehouse } from '../build-warehouse.ts';
import { givenEntities, givenEntity } from '../given-entities.ts';
import { TINY_CRM } from '../metrics/tiny-crm.ts';
import { openWarehouse } from '../open-warehouses.ts';

async function failures(db: Connection): Promise<(string | number | readonly string[])[][]> {
	const results: CheckResult[] = await runChecks(db, { hasStaging: false }, RECORD_CHECKS);
	return results
		.filter(({ status }) => status === 'failed')
		.map(({ name, failing, sample }) => [name, failing, sample]);
}

/** What is odd in the tiny CRM, on purpose. */
const ODD = [
	['fct_deals.owner_id in dim_users', 1, ['u9']],
	['fct_deals.weighted_base known', 1, []],
	['fct_tickets.opened_at known', 1, []],
	['fct_tickets.resolved_at after first_response_at', 1, ['t5']],
] as const;

/** What is broken in it, and what the check of that name then says. */
const BROKEN: readonly (readonly [check: string, sql: string, failing: number, sample: readonly string[]])[] = [
	['fct_deals.deal_id unique', "insert into fct_deals from fct_deals where deal_id = 'd1'", 1, ['d1']],
	[
		'fct_deal_stage_events.deal_stage_event_id unique',
		"update fct_deal_stage_events set deal_stage_event_id = 'e' where deal_id = 'd1'",
		2,
		['e'],
	],
	['fct_deal_stages key unique', "update fct_deal_stages set stage_id = 's1' where deal_id = 'd1'", 2, ['d1 s1']],
	['fct_leads.lead_id unique', "update fct_leads set lead_id = 'l1' where lead_id = 'l2'", 1, ['l1']],
	['fct_tickets.ticket_id unique', "update fct_tickets set ticket_id = 't1' where ticket_id = 't2'", 1, ['t1']],
	[
		'fct_campaign_members.campaign_member_id unique',
		"update fct_campaign_members set campaign_member_id = 'm1' where campaign_member_id = 'm2'",
		1,
		['m1'],
	],
	[
		'fct_campaign_costs.campaign_cost_id unique',
		"update fct_campaign_costs set campaign_cost_id = 'x1' where campaign_cost_id = 'x2'",
		1,
		['x1'],
	],
	['fct_activities.activity_id unique', "update fct_activities set activity_id = 'a1'", 2, ['a1']],
	['dim_consents key unique', "update dim_consents set channel = 'email'", 1, ['ct1 email newsletter']],
	['fct_deals.outcome accepted', "update fct_deals set outcome = 'gone' where deal_id = 'd1'", 1, ['gone']],
	['fct_deals.probability 0 to 1', "update fct_deals set probability = 50 where deal_id = 'd5'", 1, ['d5: 50.0']],
	[
		'fct_deals.amount_base not_null',
		"update fct_deals set amount_base = null where deal_id = 'd2'",
		1,
		['no exchange rate for CHF'],
	],
	['fct_tickets.status accepted', "update fct_tickets set status = 'on hold' where ticket_id = 't1'", 1, ['on hold']],
	['fct_tickets.satisfaction 1 to 5', "update fct_tickets set satisfaction = 0 where ticket_id = 't1'", 1, ['t1: 0']],
	[
		'fct_campaign_costs.amount not_null',
		"update fct_campaign_costs set amount = null where campaign_cost_id = 'x1'",
		1,
		['x1'],
	],
	[
		'fct_campaign_costs.amount_base not_null',
		"update fct_campaign_costs set amount_base = null where campaign_cost_id = 'x2'",
		1,
		['no exchange rate for CHF on 2025-02-20'],
	],
	['fct_deals.stage_id in dim_stages', "update fct_deals set stage_id = 's9' where deal_id = 'd1'", 1, ['s9']],
	['fct_deals.customer_id known', "update fct_deals set customer_id = null where deal_id = 'd1'", 1, ['d1']],
	['fct_deal_stage_events.deal_id in fct_deals', "delete from fct_deals where deal_id = 'd1'", 3, ['d1']],
	[
		'fct_tickets.customer_id in dim_customers',
		"update fct_tickets set customer_id = 'c9' where ticket_id = 't1'",
		1,
		['c9'],
	],
	[
		'fct_campaign_members.campaign_id in dim_campaigns',
		"update fct_campaign_members set campaign_id = 'k9' where campaign_id = 'k2'",
		1,
		['k9'],
	],
	[
		'fct_campaign_costs.campaign_id in dim_campaigns',
		"update fct_campaign_costs set campaign_id = 'k9' where campaign_id = 'k2'",
		1,
		['k9'],
	],
	['fct_deals.owner_id in dim_users', "update fct_deals set owner_id = 'u8' where owner_id = 'u9'", 1, ['u8']],
	['fct_tickets.owner_id in dim_users', "update fct_tickets set owner_id = 'u8' where ticket_id = 't1'", 1, ['u8']],
	['fct_leads.owner_id in dim_users', "update fct_leads set owner_id = 'u8' where lead_id = 'l1'", 1, ['u8']],
	['fct_leads.status accepted', "update fct_leads set status = 'cold' where lead_id = 'l1'", 1, ['cold']],
	['fct_tickets.priority accepted', "update fct_tickets set priority = 'P1' where ticket_id = 't1'", 1, ['P1']],
	[
		'fct_campaign_members.status accepted',
		"update fct_campaign_members set status = 'read' where campaign_member_id = 'm1'",
		1,
		['read'],
	],
	['dim_consents.status accepted', "update dim_consents set status = 'maybe' where channel = 'email'", 1, ['maybe']],
	['fct_deals.closed_on known', "update fct_deals set closed_on = null where deal_id = 'd1'", 1, ['d1']],
	[
		'fct_deals.closed_on after opened_on',
		"update fct_deals set closed_on = date '2025-01-09' where deal_id = 'd1'",
		1,
		['d1'],
	],
	[
		'fct_deals.closed_on before as_of',
		"update fct_deals set closed_on = date '2025-04-01' where deal_id = 'd1'",
		1,
		['d1'],
	],
	['fct_deals.weighted_base known', 'update fct_deals set weighted_base = null', 3, []],
	['fct_tickets.opened_at known', 'update fct_tickets set opened_at = null', 5, []],
	[
		'fct_tickets.opened_at first',
		"update fct_tickets set opened_at = timestamp '2025-01-14' where ticket_id = 't1'",
		1,
		['t1'],
	],
	[
		'fct_tickets.resolved_at after first_response_at',
		"update fct_tickets set is_resolved_before_response = true where ticket_id = 't1'",
		2,
		['t1', 't5'],
	],
];

let crm: BuiltWarehouse;
beforeAll(async () => {
	crm = await buildWarehouse({ sources: givenEntities(TINY_CRM) });
});
afterAll(() => crm.close());

test('of the tiny CRM they find what is odd, and nothing wrong', async () => {
	expect(await failures(crm.db)).toEqual(ODD);
	const wrong = (await runChecks(crm.db, { hasStaging: true })).filter(
		({ status, severity }) => status === 'failed' && severity === 'error',
	);
	expect(wrong).toEqual([]);
});

describe('in the tiny CRM', () => {
	test.each(BROKEN)('%s', async (check, sql, failing, sample) => {
		await crm.db.run('begin transaction');
		try {
			await crm.db.run(sql);
			expect(await failures(crm.db)).toContainEqual([check, failing, sample]);
		} finally {
			await crm.db.run('rollback');
		}
	});
});

test('there is a case here for every one of them', () => {
	expect(BROKEN.map(([name]) => name).sort()).toEqual(RECORD_CHECKS.map(({ name }) => name).sort());
});

test('a deal that two sources have is found', async () => {
	const deals = (name: string) => ({ ...givenEntity('deals', [{ deal_id: 'd1', outcome: 'open' }]), name });
	const db = await openWarehouse({ sources: [deals('file'), deals('other')] });
	const found = (await failures(db)).map(([name, , sample]) => [name, sample]);
	expect(found).toContainEqual(['fct_deals.deal_id unique', ['d1']]);
});

test('what is said of a person is an id', async () => {
	const said = JSON.stringify(await runChecks(crm.db, { hasStaging: true }));
	expect(said).not.toMatch(/Anna|example\.org|Lux/);
});
