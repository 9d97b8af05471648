import type { Entity } from './entity.ts';

/** Money spent on a campaign. */
export const campaignCosts = {
	name: 'campaign_costs',
	key: ['campaign_cost_id'],
	columns: {
		campaign_cost_id: { type: 'text', required: true, trimmed: true },
		campaign_id: { type: 'text', required: true, trimmed: true },
		spent_on: { type: 'date', required: true },
		amount: { type: 'decimal', required: true },
		currency: { type: 'text' },
	},
} as const satisfies Entity;
