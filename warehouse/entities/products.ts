import type { Entity } from './entity.ts';

/** What is sold. */
export const products = {
	name: 'products',
	key: ['product_id'],
	columns: {
		product_id: { type: 'text', required: true },
		name: { type: 'text' },
		category: { type: 'text' },
		/** In base currency. */
		unit_cost: { type: 'decimal' },
		/** In base currency. */
		list_price: { type: 'decimal' },
	},
} as const satisfies Entity;
