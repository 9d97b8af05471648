import type { Entity } from './entity.ts';

/** An address that must not be written to, whatever anybody said: a list of opt-outs or bounces, a Robinson list. */
export const suppressions = {
	name: 'suppressions',
	key: ['address'],
	columns: {
		/** An e-mail address, or a phone number with its country in front (+43 …). */
		address: { type: 'text', required: true, personal: true, trimmed: true },
		/** email, phone or sms; null for every channel that reaches the address. */
		channel: { type: 'text', trimmed: true },
	},
} as const satisfies Entity;
