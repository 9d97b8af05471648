import { expect, test } from 'vitest';
import { formatAge, formatDuration } from '#lib/format/duration.ts';

test.each([
	[0, '0 ms', '0 ms'],
	[240, '240 ms', '240 ms'],
	[3420, '3.4 s', '3,4 s'],
	[59_940, '59.9 s', '59,9 s'],
	[59_990, '1 min', '1 min'],
	[125_000, '2 min 5 s', '2 min 5 s'],
	[3_600_000, '1 h', '1 h'],
	[12_030_000, '3 h 21 min', '3 h 21 min'],
])('%d ms takes two units at most', (milliseconds, en, de) => {
	expect(formatDuration(milliseconds, 'en').replaceAll('\u202f', ' ')).toBe(en);
	expect(formatDuration(milliseconds, 'de').replaceAll('\u202f', ' ')).toBe(de);
});

test('an age is counted from the moment given, in its largest whole unit', () => {
	expect(formatAge('2026-11-23T10:59:00Z', '2026-11-23T14:00:00Z', 'en')).toBe('3 hours ago');
	expect(formatAge('2026-11-23T10:59:00Z', '2026-11-23T14:00:00Z', 'de')).toBe('vor 3 Stunden');
	expect(formatAge('2026-11-22', '2026-11-23', 'de')).toBe('gestern');
	expect(formatAge('2026-11-23T14:00:00Z', '2026-11-23T14:00:00Z', 'en')).toBe('now');
	expect(formatAge(null, '2026-11-23', 'en')).toBe('–');
});
