import type { Entity } from './entity.ts';

/** A company, whatever it is to us. Becomes a customer by identity. */
export const companies = {
	name: 'companies',
	key: ['company_id'],
	columns: {
		company_id: { type: 'text', required: true, trimmed: true },
		/** The customer of a source that it is, where a key says so. */
		customer_id: { type: 'text', trimmed: true },
		/** customer, prospect, supplier, partner or other */
		company_type: { type: 'text' },
		name: { type: 'text', personal: true },
		domain: { type: 'text', personal: true },
		email: { type: 'text', personal: true },
		phone: { type: 'text', personal: true },
		street: { type: 'text', personal: true },
		postal_code: { type: 'text', personal: true },
		city: { type: 'text', personal: true },
		country: { type: 'text' },
		industry: { type: 'text' },
		employee_count: { type: 'integer' },
		annual_revenue: { type: 'decimal' },
		currency: { type: 'text' },
		parent_company_id: { type: 'text', trimmed: true },
		owner_id: { type: 'text', trimmed: true },
		created_at: { type: 'timestamp' },
	},
} as const satisfies Entity;
