import type { Entity } from './entity.ts';

/** What a person agreed to or took back: the last event per contact, channel and purpose counts. */
export const consentEvents = {
	name: 'consent_events',
	key: ['consent_event_id'],
	columns: {
		consent_event_id: { type: 'text', required: true, trimmed: true },
		contact_id: { type: 'text', required: true, trimmed: true },
		channel: { type: 'text', required: true },
		purpose: { type: 'text', required: true },
		/** granted, denied or withdrawn */
		status: { type: 'text', required: true },
		evidence: { type: 'text' },
		captured_at: { type: 'timestamp', required: true },
	},
} as const satisfies Entity;
