import type { Entity } from './entity.ts';

/** A step of a sales pipeline. */
export const stages = {
	name: 'stages',
	key: ['stage_id'],
	columns: {
		stage_id: { type: 'text', required: true, trimmed: true },
		sales_pipeline: { type: 'text' },
		name: { type: 'text' },
		position: { type: 'integer' },
		/** open, won or lost */
		outcome: { type: 'text' },
		/** 0 to 1 */
		probability: { type: 'float' },
		expected_days: { type: 'integer' },
	},
} as const satisfies Entity;
