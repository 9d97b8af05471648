import type { Entity } from './entity.ts';

export const products = {
	name: 'products',
	key: ['product_id'],
	columns: {
		product_id: { type: 'text', required: true },
		name: { type: 'text' },
		category: { type: 'text' },
		/** In the currency of the order lines it is used for. */
		unit_cost: { type: 'decimal' },
		list_price: { type: 'decimal' },
	},
} as const satisfies Entity;
