import { expect, test } from 'vitest';
import {
	addDays,
	addMonths,
	comparisonDays,
	daysBetween,
	isDay,
	parsePeriod,
	periodDays,
	periodText,
} from '#lib/filters/period.ts';

// The data's last day is Thursday 10 December 2026: as-of is the day after.
const asOf = '2026-12-11';

test.each([
	['last-30-days', '2026-11-11', '2026-12-11'],
	['last-90-days', '2026-09-12', '2026-12-11'],
	['last-12-months', '2026-01-01', '2026-12-11'],
	['last-24-months', '2025-01-01', '2026-12-11'],
	['this-month', '2026-12-01', '2026-12-11'],
	['this-year', '2026-01-01', '2026-12-11'],
	['last-year', '2025-01-01', '2026-01-01'],
	['all', '2023-04-05', '2026-12-11'],
] as const)('%s covers %s up to but not %s', (period, from, to) => {
	expect(periodDays(period, asOf, '2023-04-05')).toEqual({ from, to });
});

test('on the first of a month, this month is the one whose last day has just ended', () => {
	expect(periodDays('this-month', '2026-12-01', null)).toEqual({ from: '2026-11-01', to: '2026-12-01' });
	expect(periodDays('this-year', '2027-01-01', null)).toEqual({ from: '2026-01-01', to: '2027-01-01' });
});

test('without data, all time is empty', () => {
	expect(periodDays('all', asOf, null)).toEqual({ from: asOf, to: asOf });
});

test('a period of one’s own holds both its ends', () => {
	const period = parsePeriod('2026-01-01..2026-06-30');
	expect(period).toEqual({ first: '2026-01-01', last: '2026-06-30' });
	expect(period && periodDays(period, asOf, null)).toEqual({ from: '2026-01-01', to: '2026-07-01' });
	expect(period && periodText(period)).toBe('2026-01-01..2026-06-30');
});

test.each([
	'',
	'fortnight',
	'2026-02-30..2026-03-01',
	'2026-06-30..2026-01-01',
	'2026-01-01',
	'2026-01-01..',
	'a..b..c',
])('%j is no period', (text) => expect(parsePeriod(text)).toBeNull());

test('the year before has the same calendar days, a leap day its month’s last', () => {
	expect(comparisonDays({ from: '2026-01-01', to: '2026-12-11' }, 'year-before')).toEqual({
		from: '2025-01-01',
		to: '2025-12-11',
	});
	expect(comparisonDays({ from: '2028-02-29', to: '2028-03-01' }, 'year-before')).toEqual({
		from: '2027-02-28',
		to: '2027-03-01',
	});
});

test('the period before ends where this one begins and is as long', () => {
	const days = { from: '2026-11-11', to: '2026-12-11' };
	const before = comparisonDays(days, 'previous');
	expect(before).toEqual({ from: '2026-10-12', to: '2026-11-11' });
	expect(before && daysBetween(before.from, before.to)).toBe(daysBetween(days.from, days.to));
	expect(comparisonDays(days, 'none')).toBeNull();
});

test('days and months are added on the calendar', () => {
	expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
	expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
	expect(addMonths('2026-01-31', 1)).toBe('2026-02-28');
	expect(addMonths('2026-01-15', -1)).toBe('2025-12-15');
	expect(addMonths('2024-12-31', -10)).toBe('2024-02-29');
});

test('a day is a day of the calendar, written in full', () => {
	expect(isDay('2028-02-29')).toBe(true);
	expect(isDay('2026-02-29')).toBe(false);
	expect(isDay('2026-1-1')).toBe(false);
	expect(isDay('2026-01-01T00:00')).toBe(false);
});
