/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is below the common length */
import { ModelError } from '../model-error.ts';
import type { PurchaseRows } from './purchase-rows.ts';
import { rowsFromDays, unitsBetween } from './purchase-times.ts';
import type { ClockOptions } from './purchase-times.ts';

/** One row per event; a customer's rows may lie anywhere. */
export interface PurchaseLog {
	readonly customer: readonly string[];
	/** Day of the event since 1970-01-01. */
	readonly day: Int32Array;
	/** Money of the event; several on one day are added up. */
	readonly amount?: Float64Array;
}

export interface HistoryOptions extends ClockOptions {
	/** Last day that counts as past, itself included; null or left out: the log's last day, and there is no holdout. */
	readonly calibrationEnd?: number | null;
	/** Last day of the holdout, itself included; null or left out: the log's last day. */
	readonly holdoutEnd?: number | null;
}

/** What customers did after the calibration, one row per customer of the history. */
export interface Holdout {
	/** Length of the holdout in units of time. */
	readonly horizon: number;
	/** Days with a purchase. */
	readonly purchases: Float64Array;
	/** Money of those days; null without amounts. */
	readonly money: Float64Array | null;
}

/** One row per customer first seen by the end of the calibration, in the order in which the log names them. */
export interface PurchaseHistory extends PurchaseRows {
	readonly customer: readonly string[];
	/** Mean money of a repeat purchase day, 0 without one; null without amounts. */
	readonly monetary: Float64Array | null;
	readonly holdout: Holdout | null;
}

/**
 * Sums up a log of purchases: those of one day count once, a customer's first never counts, ends are inclusive, customers
 * first seen after the calibration are left out. Times run from a customer's first day, divided by the unit, unrounded
 * (Fader & Hardie, note 002).
 * @throws ModelError (input) for an empty log, columns of different length, a missing customer or an amount that is no
 * number (row counted from 1), a calibration that ends before the first purchase, or a holdout that does not end after it
 * @example
 * summarizePurchases({ customer: ['a', 'a', 'a'], day: Int32Array.of(0, 14, 14) }, { calibrationEnd: 21 })
 * // x [1], tx [2], T [3]
 */
export function summarizePurchases(log: PurchaseLog, options: HistoryOptions = {}): PurchaseHistory {
	checkLog(log);
	const { calibrationEnd, holdoutEnd } = endsOf(log, options);
	const kept = daysByCustomer(log).filter(({ days }) => days[0]! <= calibrationEnd);
	if (kept.length === 0) throw new ModelError('input', 'the calibration ends before the first purchase of the log');
	const x = new Float64Array(kept.length);
	const lastDay = new Int32Array(kept.length);
	const monetary = new Float64Array(kept.length);
	const purchases = new Float64Array(kept.length);
	const money = new Float64Array(kept.length);
	for (const [row, { days, amounts }] of kept.entries()) {
		lastDay[row] = days[0]!;
		for (let index = 1; index < days.length; index += 1) {
			const day = days[index]!;
			if (day <= calibrationEnd) {
				x[row]! += 1;
				lastDay[row] = day;
				monetary[row]! += amounts[index]!;
			} else if (day <= holdoutEnd) {
				purchases[row]! += 1;
				money[row]! += amounts[index]!;
			}
		}
		if (x[row]! > 0) monetary[row]! /= x[row]!;
	}
	const firstDay = Int32Array.from(kept, ({ days }) => days[0]!);
	const hasMoney = log.amount !== undefined;
	const horizon = unitsBetween(calibrationEnd, holdoutEnd, options);
	return {
		customer: kept.map(({ customer }) => customer),
		...rowsFromDays({ x, firstDay, lastDay }, calibrationEnd, options),
		monetary: hasMoney ? monetary : null,
		holdout: horizon > 0 ? { horizon, purchases, money: hasMoney ? money : null } : null,
	};
}

function checkLog({ customer, day, amount }: PurchaseLog): void {
	if (customer.length === 0) throw new ModelError('input', 'a history requires at least one purchase, received none');
	if (customer.length !== day.length || (amount !== undefined && amount.length !== day.length)) {
		const lengths = `${customer.length} customers, ${day.length} days, ${amount?.length ?? 'no'} amounts`;
		throw new ModelError('input', `columns of a log must have one length, received ${lengths}`);
	}
	for (let row = 0; row < customer.length; row += 1) {
		if (customer[row] === '') throw new ModelError('input', `row ${row + 1}: the customer is missing`);
		if (amount !== undefined && !Number.isFinite(amount[row])) {
			throw new ModelError('input', `row ${row + 1}: amount ${amount[row]!} is no finite number`);
		}
	}
}

function endsOf(log: PurchaseLog, options: HistoryOptions) {
	const last = log.day.reduce((latest, day) => Math.max(latest, day), -Infinity);
	const calibrationEnd = options.calibrationEnd ?? null;
	const holdoutEnd = options.holdoutEnd ?? null;
	if (calibrationEnd === null) {
		if (holdoutEnd === null) return { calibrationEnd: last, holdoutEnd: last };
		throw new ModelError('input', 'a holdout requires the end of the calibration as well');
	}
	if (holdoutEnd !== null && holdoutEnd <= calibrationEnd) {
		const received = `received day ${holdoutEnd} and day ${calibrationEnd}`;
		throw new ModelError('input', `the holdout must end after the calibration, ${received}`);
	}
	return { calibrationEnd, holdoutEnd: holdoutEnd ?? Math.max(last, calibrationEnd) };
}

interface CustomerDays {
	readonly customer: string;
	/** Days with a purchase, ascending, each once, and the money of each. */
	readonly days: readonly number[];
	readonly amounts: readonly number[];
}

function daysByCustomer({ customer, day, amount }: PurchaseLog): CustomerDays[] {
	const moneyByDay = new Map<string, Map<number, number>>();
	for (let row = 0; row < customer.length; row += 1) {
		const id = customer[row]!;
		let ofCustomer = moneyByDay.get(id);
		if (ofCustomer === undefined) {
			ofCustomer = new Map<number, number>();
			moneyByDay.set(id, ofCustomer);
		}
		const date = day[row]!;
		ofCustomer.set(date, (ofCustomer.get(date) ?? 0) + (amount?.[row] ?? 0));
	}
	return Array.from(moneyByDay, ([id, ofCustomer]) => {
		const sorted = [...ofCustomer].sort(([first], [second]) => first - second);
		return { customer: id, days: sorted.map(([date]) => date), amounts: sorted.map(([, total]) => total) };
	});
}
