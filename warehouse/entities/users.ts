import type { Entity } from './entity.ts';

/** Someone who works with customers and owns deals and tickets. Their name is needed to read a figure, so it is not kept apart. */
export const users = {
	name: 'users',
	key: ['user_id'],
	columns: {
		user_id: { type: 'text', required: true, trimmed: true },
		name: { type: 'text' },
		manager: { type: 'text' },
		team: { type: 'text' },
		/** Where they sit: a region, a branch. */
		office: { type: 'text' },
	},
} as const satisfies Entity;
