import type { Entity } from './entity.ts';

/** A rate holds from its day until the next one of its currency. */
export const exchangeRates = {
	name: 'exchange_rates',
	key: ['currency', 'rate_on'],
	columns: {
		currency: { type: 'text', required: true },
		rate_on: { type: 'date', required: true },
		/** Units of the base currency for one unit of this one. */
		rate: { type: 'decimal', required: true },
	},
} as const satisfies Entity;
