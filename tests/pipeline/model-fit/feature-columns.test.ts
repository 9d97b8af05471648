import { describe, expect, it } from 'vitest';
import { featureColumns, takeRows } from '#pipeline/model-fit/feature-columns.ts';
import type { InputTable } from '#pipeline/model-fit/input-table.ts';

function table(columns: Readonly<Record<string, readonly (string | null)[]>>): InputTable {
	const [first = []] = Object.values(columns);
	return {
		name: 'a.csv',
		rows: first.length,
		columnNames: Object.keys(columns),
		columns: new Map(Object.entries(columns)),
	};
}

describe('featureColumns', () => {
	it('takes columns of numbers for numbers, empty cells for 0, and says how many', () => {
		expect(featureColumns(table({ x: ['1', null, '2.5'] }), ['x'], [])).toEqual({
			columns: [{ name: 'x', kind: 'number', values: Float64Array.of(1, 0, 2.5) }],
			filled: [{ column: 'x', rows: 1 }],
		});
	});

	it('takes columns of text, those that are to be, and empty ones for categories', () => {
		const cells = { plan: ['a', null, ' b'], zip: ['01', '02', '01'], none: [null, null, null] };
		expect(featureColumns(table(cells), ['plan', 'zip', 'none'], ['zip'])).toEqual({
			columns: [
				{ name: 'plan', kind: 'category', values: ['a', null, ' b'] },
				{ name: 'zip', kind: 'category', values: ['01', '02', '01'] },
				{ name: 'none', kind: 'category', values: [null, null, null] },
			],
			filled: [],
		});
	});

	it('refuses a slip in a column of numbers, unless it is to be text', () => {
		const cells = { x: ['1', '2', null, 'n/a', '3'] };
		expect(() => featureColumns(table(cells), ['x'], [])).toThrow('row 4: x is "n/a" (expected a number, as most');
		expect(featureColumns(table(cells), ['x'], ['x']).columns[0]?.kind).toBe('category');
		expect(featureColumns(table({ x: ['1', 'a', 'b'] }), ['x'], []).columns[0]?.kind).toBe('category');
	});

	it('takes rows out in the order asked for', () => {
		const { columns } = featureColumns(table({ x: ['1', '2', '3'], y: ['a', 'b', null] }), ['x', 'y'], []);
		expect(takeRows(columns, Int32Array.of(2, 0))).toEqual([
			{ name: 'x', kind: 'number', values: Float64Array.of(3, 1) },
			{ name: 'y', kind: 'category', values: [null, 'a'] },
		]);
	});
});
