/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is below the common length */
import { ModelError } from '../model-error.ts';

/** One row per customer, times in one unit (days, weeks, ...) since the customer's first purchase. */
export interface PurchaseRows {
	/** Repeat purchases: days with a purchase after the first such day. */
	readonly x: Float64Array;
	/** Time of the last repeat purchase, t_x in the papers; 0 without one. */
	readonly tx: Float64Array;
	/** Time until which the customer was observed: the customer's age. */
	readonly T: Float64Array;
}

/** The rules in the order in which they are checked; the first that a row breaks is named. */
const RULES: readonly { readonly holds: (x: number, tx: number, T: number) => boolean; readonly words: string }[] = [
	{ holds: (x) => Number.isInteger(x) && x >= 0, words: 'x must be a whole number of repeat purchases, 0 or more' },
	{ holds: (_x, _tx, T) => Number.isFinite(T) && T >= 0, words: 'T must be a finite time, 0 or later' },
	{ holds: (_x, tx) => Number.isFinite(tx) && tx >= 0, words: 't_x must be a finite time, 0 or later' },
	{ holds: (_x, tx, T) => tx <= T, words: 't_x must not be later than T' },
	{ holds: (x, tx) => x > 0 || tx === 0, words: 't_x must be 0 without a repeat purchase' },
	{ holds: (x, tx) => x === 0 || tx > 0, words: 't_x must be later than 0 after a repeat purchase' },
];

/**
 * Checks rows that come from outside.
 * @throws ModelError (input) when the columns differ in length, or with the first row (counted from 1) that breaks a rule
 * @example checkPurchaseRows({ x: Float64Array.of(2), tx: Float64Array.of(40), T: Float64Array.of(39) })
 * // ModelError: row 1 (x 2, t_x 40, T 39): t_x must not be later than T
 */
export function checkPurchaseRows(rows: PurchaseRows): void {
	const { x, tx, T } = rows;
	if (x.length !== tx.length || x.length !== T.length) {
		const lengths = `${x.length} x, ${tx.length} t_x, ${T.length} T`;
		throw new ModelError('input', `columns of purchases must have one length, received ${lengths}`);
	}
	for (let row = 0; row < x.length; row += 1) {
		const broken = RULES.find((rule) => !rule.holds(x[row]!, tx[row]!, T[row]!));
		if (broken === undefined) continue;
		throw new ModelError('input', `row ${row + 1} (x ${x[row]!}, t_x ${tx[row]!}, T ${T[row]!}): ${broken.words}`);
	}
}
