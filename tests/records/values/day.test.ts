import { expect, it } from 'vitest';
import { instantOf, isDay } from '#records/values/day.ts';

it('knows the days of the calendar', () => {
	expect(['2026-02-28', '2024-02-29', '2026-12-31'].map(isDay)).toEqual([true, true, true]);
	expect(['2026-02-29', '2026-13-01', '2026-1-1', '28.02.2026', ''].map(isDay)).toEqual(Array(5).fill(false));
});

it.each([
	['2026-03-01T10:00:00Z', '2026-03-01T10:00:00.000Z'],
	['2026-03-01T10:00+02:00', '2026-03-01T08:00:00.000Z'],
	['2026-03-01T10:00', null],
	['2026-02-30T10:00:00Z', null],
	['2026-03-01', null],
])('reads the instant %s as %s', (text, instant) => expect(instantOf(text)).toBe(instant));
