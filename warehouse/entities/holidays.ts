import type { Entity } from './entity.ts';

/** A day on which service is closed although its weekday is open. */
export const holidays = {
	name: 'holidays',
	key: ['holiday_on'],
	columns: {
		holiday_on: { type: 'date', required: true },
		name: { type: 'text' },
	},
} as const satisfies Entity;
