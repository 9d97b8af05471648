import type { Entity } from './entity.ts';

/** A call, an e-mail, a meeting, a task or a note about somebody. */
export const activities = {
	name: 'activities',
	key: ['activity_id'],
	columns: {
		activity_id: { type: 'text', required: true, trimmed: true },
		activity_type: { type: 'text', required: true },
		/** company, contact, lead, deal, ticket, campaign or customer */
		subject_type: { type: 'text' },
		subject_id: { type: 'text', trimmed: true },
		owner_id: { type: 'text', trimmed: true },
		direction: { type: 'text' },
		started_at: { type: 'timestamp' },
		completed_at: { type: 'timestamp' },
		created_at: { type: 'timestamp' },
	},
} as const satisfies Entity;
