import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ModelError } from '#models/model-error.ts';
import { checkPurchaseRows } from '#models/purchase/purchase-rows.ts';

function rowsOf(...rows: readonly (readonly [x: number, tx: number, T: number])[]) {
	return {
		x: Float64Array.from(rows, ([x]) => x),
		tx: Float64Array.from(rows, ([, tx]) => tx),
		T: Float64Array.from(rows, ([, , T]) => T),
	};
}

test('lets through customers on every edge of the rules', () => {
	expect(() => checkPurchaseRows(rowsOf([0, 0, 0], [0, 0, 9], [1, 9, 9], [1000, 0.1, 1e5]))).not.toThrow();
	expect(() => checkPurchaseRows(rowsOf())).not.toThrow();
});

test.each([
	[[-1, 0, 9], 'row 2 (x -1, t_x 0, T 9): x must be a whole number of repeat purchases, 0 or more'],
	[[1.5, 3, 9], 'row 2 (x 1.5, t_x 3, T 9): x must be a whole number of repeat purchases, 0 or more'],
	[[Number.NaN, 3, 9], 'row 2 (x NaN, t_x 3, T 9): x must be a whole number of repeat purchases, 0 or more'],
	[[1, 3, Infinity], 'row 2 (x 1, t_x 3, T Infinity): T must be a finite time, 0 or later'],
	[[0, 0, -2], 'row 2 (x 0, t_x 0, T -2): T must be a finite time, 0 or later'],
	[[1, Number.NaN, 9], 'row 2 (x 1, t_x NaN, T 9): t_x must be a finite time, 0 or later'],
	[[2, 40, 39], 'row 2 (x 2, t_x 40, T 39): t_x must not be later than T'],
	[[0, 3, 9], 'row 2 (x 0, t_x 3, T 9): t_x must be 0 without a repeat purchase'],
	[[2, 0, 9], 'row 2 (x 2, t_x 0, T 9): t_x must be later than 0 after a repeat purchase'],
] as const)('names the row and the rule: %j', (row, message) => {
	expect(() => checkPurchaseRows(rowsOf([1, 2, 3], [...row]))).toThrow(message);
});

test('refuses columns of different length', () => {
	const rows = { ...rowsOf([1, 2, 3]), T: new Float64Array(2) };
	expect(() => checkPurchaseRows(rows)).toThrow('columns of purchases must have one length, received 1 x, 1 t_x, 2 T');
});

test('any row whatever passes all rules or ends in a ModelError', () => {
	fc.assert(
		fc.property(fc.double(), fc.double(), fc.double(), (x, tx, T) => {
			const isSound =
				Number.isInteger(x) && x >= 0 && T < Infinity && (x === 0 ? tx === 0 && T >= 0 : tx > 0 && tx <= T);
			try {
				checkPurchaseRows(rowsOf([x, tx, T]));
				expect(isSound).toBe(true);
			} catch (error) {
				expect(error).toBeInstanceOf(ModelError);
				expect(isSound).toBe(false);
			}
		}),
	);
});
