import { ModelError } from '../model-error.ts';
import type { RfmCustomers } from './rfm.ts';

/** One row per purchase; a customer's rows may lie anywhere. */
export interface RfmLog {
	readonly customer: readonly string[];
	/** Day of the purchase, counted from any fixed day (whole numbers). */
	readonly day: Int32Array;
	/** Money of the purchase, ≥ 0. */
	readonly amount: Float64Array;
}

export interface LoggedCustomers extends RfmCustomers {
	/** In the order in which the log names them. */
	readonly customer: readonly string[];
	/** Rows on the analysis day or later, which it does not know of. */
	readonly leftOut: number;
}

/** Sums of money are rounded to this part of a unit, so that equal sums are equal numbers and tie. */
const ROUNDING = 1e6;

/**
 * What a log says of each customer before a day: days from the last purchase to it, days with a purchase (those of one
 * day count once), and the sum of money.
 * @param asOf the first day that is not known yet; for all of a log the day after its last
 * @throws ModelError for an empty log, columns of different lengths, an amount that is below 0 or not finite (row counted
 * from 1), or a day before which there is no purchase
 * @example customersFromLog({ customer: ['a', 'a', 'b'], day: Int32Array.of(0, 9, 4), amount: Float64Array.of(5, 5, 1) },
 * 	10) // recency [1, 6], frequency [2, 1], monetary [10, 1]
 */
export function customersFromLog({ customer, day, amount }: RfmLog, asOf: number): LoggedCustomers {
	checkLog({ customer, day, amount });
	const found = new Map<string, { readonly days: Set<number>; last: number; money: number }>();
	let leftOut = 0;
	customer.forEach((id, row) => {
		const date = day[row] ?? 0;
		if (date >= asOf) {
			leftOut += 1;
			return;
		}
		const known = found.get(id) ?? { days: new Set<number>(), last: date, money: 0 };
		found.set(id, known);
		known.days.add(date);
		known.last = Math.max(known.last, date);
		known.money += amount[row] ?? 0;
	});
	if (found.size === 0) {
		throw new ModelError(
			'input',
			`all ${leftOut} purchases lie on the analysis day or after it (expected some before)`,
		);
	}
	const figures = [...found.values()];
	return {
		customer: [...found.keys()],
		recency: Float64Array.from(figures, ({ last }) => asOf - last),
		frequency: Float64Array.from(figures, ({ days }) => days.size),
		monetary: Float64Array.from(figures, ({ money }) => Math.round(money * ROUNDING) / ROUNDING),
		leftOut,
	};
}

function checkLog({ customer, day, amount }: RfmLog): void {
	if (customer.length === 0) throw new ModelError('input', 'the log has no purchase (expected at least one)');
	if (day.length !== customer.length || amount.length !== customer.length) {
		const lengths = `${customer.length} customers, ${day.length} days, ${amount.length} amounts`;
		throw new ModelError('input', `the columns of a log have one length, received ${lengths}`);
	}
	const index = amount.findIndex((money) => !(money >= 0 && money < Infinity));
	if (index < 0) return;
	throw new ModelError('input', `row ${index + 1}: amount is ${amount[index] ?? NaN} (expected 0 or more)`, {
		hint: 'take returns out of the log, or net them with the purchase they belong to',
	});
}
