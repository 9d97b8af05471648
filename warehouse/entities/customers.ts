import type { Entity } from './entity.ts';

/** A person or a company that buys. What identifies a person is personal, and goes to people.duckdb alone. */
export const customers = {
	name: 'customers',
	key: ['customer_id'],
	columns: {
		customer_id: { type: 'text', required: true, trimmed: true },
		/** consumer or company */
		customer_kind: { type: 'text' },
		name: { type: 'text', personal: true },
		email: { type: 'text', personal: true },
		phone: { type: 'text', personal: true },
		street: { type: 'text', personal: true },
		postal_code: { type: 'text', personal: true },
		city: { type: 'text', personal: true },
		country: { type: 'text' },
		created_at: { type: 'timestamp' },
	},
} as const satisfies Entity;
