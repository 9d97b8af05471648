import type { Entity } from './entity.ts';

/** A person's correction of a field of a customer that comes from a source. Typed in Kundig, never mapped by a config. */
export const overrides = {
	name: 'overrides',
	key: ['override_id'],
	columns: {
		override_id: { type: 'text', required: true, trimmed: true },
		customer_id: { type: 'text', required: true, trimmed: true },
		/** A column of the entity customers. */
		field: { type: 'text', required: true },
		/** What it should be; null empties the field. */
		value: { type: 'text', personal: true },
		/** What the source said when it was corrected. */
		source_value: { type: 'text', personal: true },
		user_id: { type: 'text', trimmed: true },
		overridden_at: { type: 'timestamp' },
	},
} as const satisfies Entity;
