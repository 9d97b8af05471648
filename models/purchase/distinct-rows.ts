/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is below the common length */
import type { PurchaseRows } from './purchase-rows.ts';

/** A column by its distinct values: `values[codes[row]]` is the value of a row. */
export interface CodedColumn {
	readonly values: Float64Array;
	readonly codes: Int32Array;
}

/**
 * Distinct rows with the number of customers that share each. Their columns are coded, so that what depends on one value
 * alone is computed once per value.
 */
export interface DistinctRows {
	readonly x: CodedColumn;
	readonly tx: CodedColumn;
	readonly T: CodedColumn;
	readonly weights: Float64Array;
	/** Customers in all: the sum of the weights. */
	readonly customers: number;
}

/** Codes the values of a column in the order in which they first come. */
export function codeColumn(column: Float64Array): CodedColumn {
	const codeOf = new Map<number, number>();
	const codes = new Int32Array(column.length);
	for (let row = 0; row < column.length; row += 1) {
		const value = column[row]!;
		let code = codeOf.get(value);
		if (code === undefined) {
			code = codeOf.size;
			codeOf.set(value, code);
		}
		codes[row] = code;
	}
	return { values: Float64Array.from(codeOf.keys()), codes };
}

/**
 * Joins equal pairs of codes: `first[row]` and `second[row]` are equal for all rows of one joint code. Joint codes count
 * up from 0 in the order in which they first come.
 */
function joinCodes(first: Int32Array, second: Int32Array, secondCount: number) {
	const codeOf = new Map<number, number>();
	const codes = new Int32Array(first.length);
	for (let row = 0; row < first.length; row += 1) {
		const key = first[row]! * secondCount + second[row]!;
		let code = codeOf.get(key);
		if (code === undefined) {
			code = codeOf.size;
			codeOf.set(key, code);
		}
		codes[row] = code;
	}
	return { codes, count: codeOf.size };
}

/**
 * Groups equal rows: a log of thousands of customers has far fewer distinct (x, t_x, T), and a likelihood needs each once.
 * @example groupRows({ x: Float64Array.of(0, 0), tx: Float64Array.of(0, 0), T: Float64Array.of(9, 9) }).weights // [2]
 */
export function groupRows(rows: PurchaseRows): DistinctRows {
	const x = codeColumn(rows.x);
	const tx = codeColumn(rows.tx);
	const T = codeColumn(rows.T);
	const pairs = joinCodes(tx.codes, x.codes, x.values.length);
	const { codes, count } = joinCodes(T.codes, pairs.codes, pairs.count);
	const weights = new Float64Array(count);
	const distinct = { x: new Int32Array(count), tx: new Int32Array(count), T: new Int32Array(count) };
	for (let row = 0; row < codes.length; row += 1) {
		const code = codes[row]!;
		weights[code]! += 1;
		distinct.x[code] = x.codes[row]!;
		distinct.tx[code] = tx.codes[row]!;
		distinct.T[code] = T.codes[row]!;
	}
	return {
		x: { values: x.values, codes: distinct.x },
		tx: { values: tx.values, codes: distinct.tx },
		T: { values: T.values, codes: distinct.T },
		weights,
		customers: codes.length,
	};
}
