import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, addMonths, comparisonDays, daysBetween, parseDay, resolvePeriod } from '#warehouse/metrics/period.ts';

const AS_OF = '2011-12-10';
const FIRST = '2010-12-01';

describe('resolvePeriod', () => {
	it.each([
		['last-30-days', '2011-11-10', AS_OF],
		['last-90-days', '2011-09-11', AS_OF],
		['last-12-months', '2011-01-01', AS_OF],
		['last-24-months', '2010-01-01', AS_OF],
		['this-month', '2011-12-01', AS_OF],
		['this-quarter', '2011-10-01', AS_OF],
		['this-year', '2011-01-01', AS_OF],
		['last-year', '2010-01-01', '2011-01-01'],
		['all', FIRST, AS_OF],
	])('%s, seen from 10 December 2011, is %s to %s', (period, from, to) => {
		expect(resolvePeriod(period, AS_OF, FIRST)).toEqual({ from, to });
	});

	it('takes the month that just ended for this month on the first of the next', () => {
		expect(resolvePeriod('this-month', '2012-01-01', FIRST)).toEqual({ from: '2011-12-01', to: '2012-01-01' });
		expect(resolvePeriod('last-year', '2012-01-01', FIRST)).toEqual({ from: '2010-01-01', to: '2011-01-01' });
	});

	it('includes the last day of two days as people read them', () => {
		expect(resolvePeriod('2024-02-01..2024-02-29', AS_OF, FIRST)).toEqual({ from: '2024-02-01', to: '2024-03-01' });
		expect(resolvePeriod('2024-02-29..2024-02-29', AS_OF, FIRST)).toEqual({ from: '2024-02-29', to: '2024-03-01' });
	});

	it('is empty for all of a warehouse without events', () => {
		expect(resolvePeriod('all', AS_OF, null)).toEqual({ from: AS_OF, to: AS_OF });
	});

	it.each([
		[
			'last-week',
			/invalid period: "last-week" \(expected last-30-days, .* or two days such as 2026-01-01\.\.2026-06-30\)/,
		],
		['2025-02-29..2025-03-01', /invalid day: "2025-02-29"/],
		['2025-02-02..2025-02-01', /expected the earlier day first/],
		['2025-02-02..', /invalid day: ""/],
		['2025-1-1..2025-02-01', /invalid day: "2025-1-1"/],
		['2025-01-01..2025-02-01..2025-03-01', /invalid period/],
		['', /invalid period: ""/],
	])('refuses %s', (period, message) => {
		expect(() => resolvePeriod(period, AS_OF, FIRST)).toThrow(message);
	});
});

describe('comparisonDays', () => {
	it.each([
		['a running month with the same days of the one before', '2011-12-01', '2011-12-10', '2011-11-01', '2011-11-10'],
		['a whole month with the whole one before', '2011-03-01', '2011-04-01', '2011-02-01', '2011-03-01'],
		['a running year with the same days of the one before', '2011-01-01', '2011-12-10', '2010-01-01', '2010-12-10'],
		['30 days with the 30 before', '2011-11-10', '2011-12-10', '2011-10-11', '2011-11-10'],
		['the end of March with the end of a shorter February', '2011-03-01', '2011-03-31', '2011-02-01', '2011-03-01'],
	])('previous: compares %s', (_, from, to, comparedFrom, comparedTo) => {
		expect(comparisonDays({ from, to }, 'previous')).toEqual({ from: comparedFrom, to: comparedTo });
	});

	it.each([
		['twelve months', '2011-01-01', '2011-12-10', '2010-01-01', '2010-12-10'],
		['a leap February with a whole common one', '2024-02-01', '2024-03-01', '2023-02-01', '2023-03-01'],
		['a common February with a whole leap one', '2025-02-01', '2025-03-01', '2024-02-01', '2024-03-01'],
		['the leap day with the 28th', '2024-02-29', '2024-03-01', '2023-02-28', '2023-03-01'],
		['the day before the leap day with its own day', '2024-02-28', '2024-02-29', '2023-02-28', '2023-03-01'],
	])('year before: compares %s', (_, from, to, comparedFrom, comparedTo) => {
		expect(comparisonDays({ from, to }, 'year-before')).toEqual({ from: comparedFrom, to: comparedTo });
	});

	it('never gives an empty stretch, and one before the period itself', () => {
		const day = fc.integer({ min: 0, max: 4_000 }).map((days) => addDays('2019-01-01', days));
		const comparison = fc.constantFrom('previous' as const, 'year-before' as const);
		fc.assert(
			fc.property(day, fc.integer({ min: 1, max: 360 }), comparison, (from, length, compare) => {
				const compared = comparisonDays({ from, to: addDays(from, length) }, compare);
				expect(compared.from < compared.to).toBe(true);
				expect(compared.from < from).toBe(true);
			}),
		);
	});
});

describe('days', () => {
	it('count over leap days', () => {
		expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
		expect(addMonths('2024-01-31', 1)).toBe('2024-02-29');
		expect(daysBetween('2024-02-01', '2024-03-01')).toBe(29);
		expect(daysBetween('2024-03-01', '2024-02-01')).toBe(-29);
	});

	it.each(['2025-02-29', '2025-13-01', '20250101', '2025-01-01T00:00', "2025-01-01' or 1=1", ''])(
		'refuse %s',
		(text) => {
			expect(() => parseDay(text)).toThrow(
				`invalid day: "${text}" (expected a day of the calendar such as 2026-01-31)`,
			);
		},
	);
});
