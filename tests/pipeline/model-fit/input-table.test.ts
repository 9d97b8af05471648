import { describe, expect, it } from 'vitest';
import {
	dayColumn,
	dayIn,
	dayText,
	filledColumn,
	numberColumn,
	numberIn,
	numberOrGapColumn,
	textColumn,
} from '#pipeline/model-fit/input-table.ts';
import type { InputTable } from '#pipeline/model-fit/input-table.ts';

function table(cells: readonly (string | null)[]): InputTable {
	return { name: 'a.csv', rows: cells.length, columnNames: ['x', 'y'], columns: new Map([['x', cells]]) };
}

describe('cells of a file', () => {
	it.each([
		['12.5', 12.5],
		[' 7 ', 7],
		['-.5', -0.5],
		['+1e3', 1000],
		['3.', 3],
		['1,5', null],
		['0x10', null],
		['NaN', null],
		['Infinity', null],
		['1e999', null],
		['12a', null],
		['', null],
	])('%j is the number %d', (cell, value) => {
		expect(numberIn(cell)).toBe(value);
	});

	it.each([
		['1970-01-02', 1],
		['2011-12-31 23:59:00', 15_339],
		['2011-12-31T00:00:00Z', 15_339],
		['1969-12-31', -1],
		['2011-02-30', null],
		['31.12.2011', null],
		['2011-12', null],
		['2011-12-31x', null],
	])('%j is the day %d', (cell, day) => {
		expect(dayIn(cell)).toBe(day);
		if (day !== null) expect(dayText(day)).toBe(cell.slice(0, 10));
	});

	it('come back as numbers, days and gaps', () => {
		expect([...numberColumn(table(['1', '2.5']), 'x')]).toEqual([1, 2.5]);
		expect(numberOrGapColumn(table(['1', null]), 'x')).toEqual([1, null]);
		expect([...dayColumn(table(['1970-01-02', '1970-01-02']), 'x')]).toEqual([1, 1]);
		expect(textColumn(table(['a', null]), 'x')).toEqual(['a', null]);
	});

	it('are refused with row, column, what stands there and what was wanted', () => {
		expect(() => numberColumn(table(['1', 'many']), 'x')).toThrow(
			'row 2: x is "many" (expected a number such as 12.5)',
		);
		expect(() => numberColumn(table([null]), 'x')).toThrow('row 1: x is empty (expected a number such as 12.5)');
		expect(() => numberOrGapColumn(table(['-']), 'x')).toThrow(
			'row 1: x is "-" (expected a number such as 12.5, or nothing)',
		);
		expect(() => dayColumn(table(['2011-13-01']), 'x')).toThrow('row 1: x is "2011-13-01" (expected a day such as');
		expect(() => filledColumn(table(['a', null]), 'x')).toThrow('row 2: x is empty (expected a value)');
		expect(() => textColumn(table([]), 'z')).toThrow('a.csv has no column "z" (it has "x", "y")');
		expect(() => numberColumn(table(['y'.repeat(99)]), 'x')).toThrow(`is "${'y'.repeat(60)}…"`);
	});
});
