/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is below the common length */
import { ModelError } from '../model-error.ts';

/** One row per customer. */
export interface SpendRows {
	/** Repeat purchases. */
	readonly x: Float64Array;
	/** Mean money of a repeat purchase; whatever stands there without one is not looked at. */
	readonly monetary: Float64Array;
}

/**
 * Checks rows that come from outside.
 * @throws ModelError (input) for columns of different length, or with the first row (counted from 1) that breaks a rule
 */
export function checkSpendRows({ x, monetary }: SpendRows): void {
	if (x.length !== monetary.length) {
		const lengths = `${x.length} x and ${monetary.length} monetary`;
		throw new ModelError('input', `columns of spend must have one length, received ${lengths}`);
	}
	for (let row = 0; row < x.length; row += 1) {
		const count = x[row]!;
		if (!(Number.isInteger(count) && count >= 0)) {
			const rule = 'x must be a whole number of repeat purchases, 0 or more';
			throw new ModelError('input', `row ${row + 1} (x ${count}): ${rule}`);
		}
		if (count > 0 && !Number.isFinite(monetary[row])) {
			const rule = 'the mean money of repeat purchases must be a finite number';
			throw new ModelError('input', `row ${row + 1} (x ${count}, monetary ${monetary[row]!}): ${rule}`);
		}
	}
}
