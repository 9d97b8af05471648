import { describe, expect, it } from 'vitest';
import type { InputTable } from '#pipeline/model-fit/input-table.ts';
import { seriesOf } from '#pipeline/model-fit/series-input.ts';

function table(
	...rows: readonly (readonly [series: string | null, t: string | null, value: string | null])[]
): InputTable {
	return {
		name: 'a.csv',
		rows: rows.length,
		columnNames: ['series', 't', 'value'],
		columns: new Map([
			['series', rows.map(([series]) => series)],
			['t', rows.map(([, t]) => t)],
			['value', rows.map(([, , value]) => value)],
		]),
	};
}

/** The values of one series at the given times, each the number of its place. */
function at(...times: readonly string[]): readonly (number | null)[] | undefined {
	return seriesOf(table(...times.map((t, place) => ['s', t, String(place + 1)] as const)))[0]?.values;
}

describe('seriesOf', () => {
	it('gives series in the order of the file, each sorted by time', () => {
		const series = seriesOf(table(['b', '2', '20'], ['a', '1', '5'], ['b', '1', '10'], ['a', '2', null]));
		expect(series).toEqual([
			{ name: 'b', values: [10, 20] },
			{ name: 'a', values: [5, null] },
		]);
	});

	it('takes steps that a series has no row for as gaps', () => {
		expect(at('1', '2', '5')).toEqual([1, 2, null, null, 3]);
		expect(at('1990', '2000', '2020')).toEqual([1, 2, null, 3]);
		expect(at('-1', '0', '1')).toEqual([1, 2, 3]);
		expect(at('7')).toEqual([1]);
	});

	it('counts months where the day of the month is the same or always the last', () => {
		expect(at('2011-01-01', '2011-02-01', '2011-04-01')).toEqual([1, 2, null, 3]);
		expect(at('2011-01-31', '2011-02-28', '2011-03-31')).toEqual([1, 2, 3]);
		expect(at('2010-03-31', '2010-06-30', '2010-12-31')).toEqual([1, 2, null, 3]);
		expect(at('2010-06-15', '2011-06-15', '2012-06-15')).toEqual([1, 2, 3]);
	});

	it('counts days, and weeks where all are weeks apart', () => {
		expect(at('2011-01-30', '2011-01-31', '2011-02-02')).toEqual([1, 2, null, 3]);
		expect(at('2011-01-03', '2011-01-10', '2011-01-24')).toEqual([1, 2, null, 3]);
	});

	it('refuses a time twice, times that are none, and a grid of gaps', () => {
		expect(() => at('1', '2', '1')).toThrow('row 3: t is "1" (expected each time once in series "s")');
		expect(() => at('2011-01-01', '2011-01-01 10:00:00')).toThrow('row 2: t is "2011-01-01"');
		expect(() => at('1', '1.5')).toThrow('row 2: t is "1.5" (expected a whole number or a day such as 2011-12-31)');
		expect(() => at('2011-01-01', '2')).toThrow('row 2: t is "2" (expected a day such as 2011-12-31)');
		expect(() => at('1', '2011-01-01')).toThrow('row 2: t is "2011-01-01" (expected a number');
		expect(() => at('1', '2', '100000')).toThrow('series "s" has 3 values on 100000 steps from 1 to 100000');
		expect(() => seriesOf(table([null, '1', '1']))).toThrow('row 1: series is empty');
		expect(() => seriesOf(table(['s', null, '1']))).toThrow('row 1: t is empty');
		expect(() => seriesOf(table(['s', '1', 'x']))).toThrow('row 1: value is "x"');
	});
});
