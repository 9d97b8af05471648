import type { Entity } from './entity.ts';

/** A chance to sell. What is left out here and stands on its stage is taken from there. */
export const deals = {
	name: 'deals',
	key: ['deal_id'],
	columns: {
		deal_id: { type: 'text', required: true, trimmed: true },
		name: { type: 'text', personal: true },
		company_id: { type: 'text', trimmed: true },
		contact_id: { type: 'text', trimmed: true },
		owner_id: { type: 'text', trimmed: true },
		/** Of a deal about one product; otherwise its lines say. */
		product_id: { type: 'text', trimmed: true },
		stage_id: { type: 'text', trimmed: true },
		/** open, won or lost */
		outcome: { type: 'text' },
		/** 0 to 1 */
		probability: { type: 'float' },
		amount: { type: 'decimal' },
		currency: { type: 'text' },
		opened_at: { type: 'timestamp' },
		expected_close_on: { type: 'date' },
		closed_at: { type: 'timestamp' },
		forecast_category: { type: 'text' },
		loss_reason: { type: 'text' },
		source: { type: 'text' },
		campaign_id: { type: 'text', trimmed: true },
		lead_id: { type: 'text', trimmed: true },
	},
} as const satisfies Entity;
