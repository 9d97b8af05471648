import { expect, test } from 'vitest';
import {
	formatBucket,
	formatDay,
	formatDayRange,
	formatInstant,
	formatMonth,
	formatMonthName,
	formatTime,
} from '#lib/format/date.ts';

test('writes days as each language does', () => {
	expect(formatDay('2026-11-23', 'en')).toBe('23 Nov 2026');
	expect(formatDay('2026-09-01', 'en')).toBe('1 Sep 2026');
	expect(formatDay('2026-03-07', 'de')).toBe('07.03.2026');
	expect(formatDay(null, 'en')).toBe('–');
});

test('writes months, and their names alone in three letters', () => {
	expect(formatMonth('2026-03-01', 'en')).toBe('Mar 2026');
	expect(formatMonth('2026-03-01', 'de', 'long')).toBe('März 2026');
	expect(['01', '06', '09', '12'].map((month) => formatMonthName(`2026-${month}-01`, 'en'))).toEqual([
		'Jan',
		'Jun',
		'Sep',
		'Dec',
	]);
	expect(['03', '05', '07', '12'].map((month) => formatMonthName(`2026-${month}-01`, 'de'))).toEqual([
		'Mär',
		'Mai',
		'Jul',
		'Dez',
	]);
});

test.each([
	['day', '2026-11-16', '16 Nov 2026', '16.11.2026'],
	['week', '2026-11-16', 'week of 16 Nov 2026', 'Woche ab 16.11.2026'],
	['month', '2026-11-01', 'Nov 2026', 'Nov. 2026'],
	['quarter', '2026-10-01', 'Q4 2026', 'Q4 2026'],
	['year', '2026-01-01', '2026', '2026'],
] as const)('names the bucket of a %s', (grain, day, en, de) => {
	expect(formatBucket(day, grain, 'en')).toBe(en);
	expect(formatBucket(day, grain, 'de')).toBe(de);
});

test('a range holds both its ends', () => {
	expect(formatDayRange('2025-12-01', '2026-11-23', 'en')).toMatch(/^1 Dec 2025\s–\s23 Nov 2026$/u);
	expect(formatDayRange('2025-12-01', '2026-11-23', 'de')).toMatch(/^01\.12\.2025\s–\s23\.11\.2026$/u);
});

test('an instant is shown on the company’s clock, summer time included', () => {
	expect(formatInstant('2026-07-01T12:05:09Z', 'Europe/Berlin', 'en')).toBe('1 Jul 2026, 14:05');
	expect(formatInstant('2026-12-31T23:30:00Z', 'Europe/Berlin', 'de')).toBe('01.01.2027, 00:30');
	expect(formatTime('2026-12-01T12:05:09Z', 'Europe/London', 'en', true)).toBe('12:05:09');
	expect(formatTime('2026-12-01T12:05:09Z', 'Europe/Berlin', 'de')).toBe('13:05');
});

test('a day does not move with the zone of the machine', () => {
	expect(formatDay('2026-01-01', 'en')).toBe('1 Jan 2026');
});
