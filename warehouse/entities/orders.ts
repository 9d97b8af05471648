import type { Entity } from './entity.ts';

/** What the lines of an order have in common; a file that has it on every line may map both entities. */
export const orders = {
	name: 'orders',
	key: ['order_id'],
	columns: {
		order_id: { type: 'text', required: true },
		/** Empty for a guest. */
		customer_id: { type: 'text', trimmed: true },
		ordered_at: { type: 'timestamp', required: true },
		/** ISO 4217; the company's own when empty. */
		currency: { type: 'text' },
		country: { type: 'text' },
		channel: { type: 'text' },
	},
} as const satisfies Entity;
