import { expect, it } from 'vitest';
import { resolveAsOf } from '#pipeline/as-of.ts';
import type { Config } from '#pipeline/config.ts';
import { parseConfig } from '#pipeline/config.ts';

/** 23:30 in London is the next day in Berlin. */
const NOW = Temporal.Instant.from('2026-03-01T23:30Z');
const NONE = { first: null, last: null };

function config(asOf: string, zone = 'Europe/Berlin'): Config {
	const source = { name: 'orders', type: 'file', path: 'orders.csv', columns: { id: 'text' }, entities: {} };
	return parseConfig({ company: { name: 'Shop', currency: 'EUR', zone }, asOf, sources: [source] }, 'config');
}

it.each([
	['the day after the last event', config('data'), { first: '2025-01-01', last: '2025-12-31' }, '2026-01-01'],
	['the day after a leap day', config('data'), { first: '2024-01-01', last: '2024-02-29' }, '2024-03-01'],
	['today in the zone of the company', config('now'), { first: '2025-01-01', last: '2025-12-31' }, '2026-03-02'],
	['another today in another zone', config('now', 'Europe/London'), NONE, '2026-03-01'],
	['today where nothing has happened yet', config('data'), NONE, '2026-03-02'],
	['the day that was named', config('2011-12-10'), { first: '2025-01-01', last: '2025-12-31' }, '2011-12-10'],
])('is %s', (_, given, events, expected) => {
	expect(resolveAsOf(given, events, NOW)).toBe(expected);
});
