import type { Entity } from './entity.ts';

/** A request of a customer to service. */
export const tickets = {
	name: 'tickets',
	key: ['ticket_id'],
	columns: {
		ticket_id: { type: 'text', required: true, trimmed: true },
		number: { type: 'text' },
		subject: { type: 'text', personal: true },
		/** new, open, pending, solved or closed */
		status: { type: 'text' },
		/** low, normal, high or urgent */
		priority: { type: 'text' },
		ticket_type: { type: 'text' },
		channel: { type: 'text' },
		company_id: { type: 'text', trimmed: true },
		contact_id: { type: 'text', trimmed: true },
		/** The customer of a source, where a key says so. */
		customer_id: { type: 'text', trimmed: true },
		/** Who wrote, where nothing else says it. */
		email: { type: 'text', personal: true },
		owner_id: { type: 'text', trimmed: true },
		product_id: { type: 'text', trimmed: true },
		opened_at: { type: 'timestamp' },
		first_response_at: { type: 'timestamp' },
		resolved_at: { type: 'timestamp' },
		reopened_count: { type: 'integer' },
		/** 1 (bad) to 5 (good) */
		satisfaction: { type: 'integer' },
		satisfaction_at: { type: 'timestamp' },
	},
} as const satisfies Entity;
