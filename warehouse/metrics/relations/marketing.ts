import type { Relation } from '../relation.ts';

const CAMPAIGN_DIMENSIONS = { campaign: 'campaign', campaign_type: 'campaign_type' } as const;

/** What figures of campaigns are computed from. */
export const MARKETING_RELATIONS = {
	campaign_members: {
		from: 'fct_campaign_members',
		timeColumn: 'sent_on',
		timeGrain: 'day',
		covers: 'own',
		dimensions: {
			...CAMPAIGN_DIMENSIONS,
			status: 'status',
			country: 'country',
			customer_kind: 'customer_kind',
			customer: 'customer_id',
		},
	},
	campaign_costs: {
		from: 'fct_campaign_costs',
		timeColumn: 'spent_on',
		timeGrain: 'day',
		covers: 'own',
		dimensions: { ...CAMPAIGN_DIMENSIONS, currency: 'currency' },
	},
} as const satisfies Readonly<Record<string, Relation>>;
