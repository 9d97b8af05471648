import { expect, test } from 'vitest';
import { formatAge, formatDays, formatDuration, formatMinutes } from '#lib/format/duration.ts';

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

const readable = (text: string): string => text.replaceAll(/[\u202f\u00a0]/g, ' ');

test.each([
	[0, '0 days', '0 Tage'],
	[1, '1 day', '1 Tag'],
	[51.782, '51.8 days', '51,8 Tage'],
	[1240.4, '1,240 days', '1.240 Tage'],
])('%d days have a decimal up to a hundred', (days, en, de) => {
	expect(readable(formatDays(days, 'en'))).toBe(en);
	expect(readable(formatDays(days, 'de'))).toBe(de);
});

test.each([
	[0, '0 min'],
	[34.6, '35 min'],
	[59.7, '1 h'],
	[200, '3 h 20 min'],
])('%d minutes are written to the minute', (minutes, expected) => {
	expect(readable(formatMinutes(minutes, 'en'))).toBe(expected);
});

test('an age is counted from the moment given, in its largest whole unit', () => {
	expect(formatAge('2026-11-23T10:59:00Z', '2026-11-23T14:00:00Z', 'en')).toBe('3 hours ago');
	expect(formatAge('2026-11-23T10:59:00Z', '2026-11-23T14:00:00Z', 'de')).toBe('vor 3 Stunden');
	expect(formatAge('2026-11-22', '2026-11-23', 'de')).toBe('gestern');
	expect(formatAge('2026-11-23T14:00:00Z', '2026-11-23T14:00:00Z', 'en')).toBe('now');
	expect(formatAge(null, '2026-11-23', 'en')).toBe('–');
});
