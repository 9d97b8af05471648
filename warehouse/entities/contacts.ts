import type { Entity } from './entity.ts';

/** A person, at companies or for themselves. Becomes a customer by identity. */
export const contacts = {
	name: 'contacts',
	key: ['contact_id'],
	columns: {
		contact_id: { type: 'text', required: true, trimmed: true },
		/** The customer of a source that they are, where a key says so. */
		customer_id: { type: 'text', trimmed: true },
		/** The company they mainly work for. */
		company_id: { type: 'text', trimmed: true },
		name: { type: 'text', personal: true },
		/** The main address. */
		email: { type: 'text', personal: true },
		phone: { type: 'text', personal: true },
		street: { type: 'text', personal: true },
		postal_code: { type: 'text', personal: true },
		city: { type: 'text', personal: true },
		country: { type: 'text' },
		language: { type: 'text' },
		job_title: { type: 'text' },
		owner_id: { type: 'text', trimmed: true },
		created_at: { type: 'timestamp' },
	},
} as const satisfies Entity;
