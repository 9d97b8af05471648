import type { Entity } from './entity.ts';

/** What is left out here and stands on the order is taken from there. */
export const orderLines = {
	name: 'order_lines',
	key: ['order_line_id'],
	keepsRowsWithoutKey: true,
	columns: {
		order_line_id: { type: 'text', required: true },
		order_id: { type: 'text', required: true },
		product_id: { type: 'text' },
		/** sale, return or adjustment; by quantity and price when empty */
		line_kind: { type: 'text' },
		/** Negative for what comes back. */
		quantity: { type: 'integer', required: true },
		/** In the currency of the line. */
		unit_price: { type: 'decimal', required: true },
		/** In the currency of the line; the product's own cost when empty. */
		unit_cost: { type: 'decimal' },
		currency: { type: 'text' },
		customer_id: { type: 'text', trimmed: true },
		ordered_at: { type: 'timestamp' },
		country: { type: 'text' },
	},
} as const satisfies Entity;
