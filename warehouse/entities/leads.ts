import type { Entity } from './entity.ts';

/** Somebody who may become a customer. Stays a row when converted. */
export const leads = {
	name: 'leads',
	key: ['lead_id'],
	columns: {
		lead_id: { type: 'text', required: true, trimmed: true },
		/** new, working, qualified, converted or disqualified */
		status: { type: 'text' },
		source: { type: 'text' },
		name: { type: 'text', personal: true },
		email: { type: 'text', personal: true },
		employer: { type: 'text', personal: true },
		country: { type: 'text' },
		owner_id: { type: 'text', trimmed: true },
		campaign_id: { type: 'text', trimmed: true },
		amount: { type: 'decimal' },
		currency: { type: 'text' },
		created_at: { type: 'timestamp' },
		converted_at: { type: 'timestamp' },
		/** What it was converted to. */
		company_id: { type: 'text', trimmed: true },
		contact_id: { type: 'text', trimmed: true },
		deal_id: { type: 'text', trimmed: true },
	},
} as const satisfies Entity;
