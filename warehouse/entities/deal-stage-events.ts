import type { Entity } from './entity.ts';

/** A deal entering a stage. */
export const dealStageEvents = {
	name: 'deal_stage_events',
	key: ['deal_stage_event_id'],
	columns: {
		deal_stage_event_id: { type: 'text', required: true, trimmed: true },
		deal_id: { type: 'text', required: true, trimmed: true },
		from_stage_id: { type: 'text', trimmed: true },
		to_stage_id: { type: 'text', required: true, trimmed: true },
		amount: { type: 'decimal' },
		changed_at: { type: 'timestamp', required: true },
	},
} as const satisfies Entity;
