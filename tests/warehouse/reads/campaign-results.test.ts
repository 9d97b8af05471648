import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { campaignResults } from '#warehouse/reads/campaign-results.ts';
import { buildWarehouse } from '../build-warehouse.ts';
import type { BuiltWarehouse } from '../build-warehouse.ts';
import { givenEntities } from '../given-entities.ts';
import { TINY_CRM } from '../metrics/tiny-crm.ts';

let crm: BuiltWarehouse;
beforeAll(async () => {
	const campaigns = [
		{ campaign_id: 'k1', name: 'Spring', campaign_type: 'email', starts_on: '2025-01-10', ends_on: '2025-01-31' },
		{ campaign_id: 'k2', name: 'Fair', campaign_type: 'event', starts_on: '2025-03-05', ends_on: '2025-03-06' },
		{ campaign_id: 'k3', name: 'Idea' },
	];
	const leads = (TINY_CRM.leads ?? []).map((lead) => (lead.source === 'web' ? { ...lead, campaign_id: 'k1' } : lead));
	crm = await buildWarehouse({ sources: givenEntities({ ...TINY_CRM, campaigns, leads }) });
});
afterAll(() => crm.close());

describe('campaignResults', () => {
	it('adds up what each campaign cost and brought, the latest first', async () => {
		const [fair, spring, idea] = await campaignResults(crm.db);
		expect(fair).toMatchObject({
			campaign: 'Fair',
			members_count: 1,
			sent_count: 1,
			responses_count: 0,
			response_rate: 0,
			bounced_count: 1,
			cost: 200,
			cost_per_response: null,
			leads_count: 0,
			deals_count: 0,
			won_revenue: 0,
		});
		expect(spring).toEqual({
			campaign_id: 'k1',
			campaign: 'Spring',
			campaign_type: 'email',
			status: null,
			starts_on: '2025-01-10',
			ends_on: '2025-01-31',
			members_count: 3,
			sent_count: 2,
			responses_count: 1,
			response_rate: 1 / 3,
			opted_out_count: 0,
			bounced_count: 0,
			// 100 and 50 francs at 1.05.
			cost: 152.5,
			cost_per_response: 152.5,
			leads_count: 2,
			deals_count: 1,
			deals_won_count: 1,
			won_revenue: 1000,
		});
		expect(idea).toMatchObject({ campaign: 'Idea', members_count: 0, response_rate: null, cost: 0 });
	});

	it('shows those that ran in a period, and those without dates', async () => {
		const names = async (from: string, to: string): Promise<string[]> =>
			(await campaignResults(crm.db, { from, to })).map(({ campaign }) => campaign);
		expect(await names('2025-01-31', '2025-02-01')).toEqual(['Spring', 'Idea']);
		expect(await names('2025-02-01', '2025-03-05')).toEqual(['Idea']);
		expect(await names('2025-03-06', '2025-03-07')).toEqual(['Fair', 'Idea']);
	});
});
