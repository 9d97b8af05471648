import type { Entity } from './entity.ts';

/** Something done to reach many. */
export const campaigns = {
	name: 'campaigns',
	key: ['campaign_id'],
	columns: {
		campaign_id: { type: 'text', required: true, trimmed: true },
		name: { type: 'text' },
		campaign_type: { type: 'text' },
		status: { type: 'text' },
		starts_on: { type: 'date' },
		ends_on: { type: 'date' },
		budget: { type: 'decimal' },
		currency: { type: 'text' },
	},
} as const satisfies Entity;
