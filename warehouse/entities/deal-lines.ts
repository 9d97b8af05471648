import type { Entity } from './entity.ts';

/** A product within a deal. */
export const dealLines = {
	name: 'deal_lines',
	key: ['deal_line_id'],
	columns: {
		deal_line_id: { type: 'text', required: true, trimmed: true },
		deal_id: { type: 'text', required: true, trimmed: true },
		product_id: { type: 'text', trimmed: true },
		quantity: { type: 'decimal' },
		unit_price: { type: 'decimal' },
		/** Share taken off, 0 to 1. */
		discount: { type: 'decimal' },
	},
} as const satisfies Entity;
