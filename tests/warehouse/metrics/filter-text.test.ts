import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DIMENSIONS, isDimensionId } from '#warehouse/metrics/dimensions.ts';
import { parseFilter } from '#warehouse/metrics/filter.ts';
import { filterText } from '#warehouse/metrics/filter-text.ts';
import { anyFilter } from './any-filter.ts';

const ALL = Object.keys(DIMENSIONS).filter(isDimensionId);

function canonical(text: string): string {
	const filter = parseFilter(text, ALL);
	return filter === null ? '' : filterText(filter);
}

describe('filterText', () => {
	it.each([
		["COUNTRY='Germany'AND(Is_identified)", "country = 'Germany' and is_identified"],
		["country <> 'O''Neill'", "country != 'O''Neill'"],
		["not (country = 'A')", "not (country = 'A')"],
		["not country = 'A' and is_identified", "not (country = 'A') and is_identified"],
		['is_identified = false', 'not is_identified'],
		["(weekday=1 or weekday=2) and country in('A','B')", "(weekday = 1 or weekday = 2) and country in ('A', 'B')"],
		["(weekday=1 and weekday=2) or country not in('A')", "weekday = 1 and weekday = 2 or country not in ('A')"],
		['not (is_identified or weekday is not null)', 'not (is_identified or weekday is not null)'],
		['weekday = -0', 'weekday = 0'],
	])('writes %s as %s', (text, expected) => {
		expect(canonical(text)).toBe(expected);
	});

	it('is read back to the same filter, and written the same again', () => {
		fc.assert(
			fc.property(anyFilter(ALL), (any) => {
				const filter = parseFilter(filterText(any), ALL);
				expect(filter).not.toBeNull();
				if (filter === null) return;
				const text = filterText(filter);
				expect(parseFilter(text, ALL)).toEqual(filter);
				expect(canonical(text)).toBe(text);
			}),
			{ numRuns: 500 },
		);
	});
});
