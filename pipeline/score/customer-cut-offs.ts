import { rowsFromDays, unitsBetween } from '#models/purchase/purchase-times.ts';
import type { PurchaseFold } from '#models/purchase/choose-purchase-model.ts';
import type { PurchaseRows } from '#models/purchase/purchase-rows.ts';
import type { SeasonClock } from '#models/purchase/season-clock.ts';
import type { Connection } from '#warehouse/database.ts';
import { sql } from '#warehouse/query.ts';
import { readColumns } from '#warehouse/typed-columns.ts';
import { toDay } from './days.ts';

/** Customers as they stood at a cut-off, a row each; days since 1970-01-01. */
export interface CustomerCutOff {
	readonly rows: number;
	/** The last day that was known. */
	readonly end: number;
	/** Days with a purchase after the first. */
	readonly x: Float64Array;
	readonly firstDay: Int32Array;
	readonly lastDay: Int32Array;
	/** Mean money of those days. */
	readonly repeatMoney: Float64Array;
	/** Days with a purchase in the time after it that the feature looks ahead. */
	readonly nextPurchases: Float64Array;
}

/** Days of a quarter and of a year, as ftr_customer_purchases looks ahead from its cut-offs. */
export const QUARTER_DAYS = 91;
export const YEAR_DAYS = 365;

/** The customers of ftr_customer_purchases as they stood so many days before the present. */
export async function readCutOff(connection: Connection, asOf: string, daysBack: number): Promise<CustomerCutOff> {
	const columns = await readColumns(
		connection,
		sql`select repeat_purchases, first_on, last_on, repeat_money, next_purchases from ftr_customer_purchases
			where days_back = ${daysBack}::integer order by position`,
	);
	return {
		rows: columns.rows,
		end: toDay(asOf) - daysBack - 1,
		x: Float64Array.from(columns.integers('repeat_purchases')),
		firstDay: columns.integers('first_on'),
		lastDay: columns.integers('last_on'),
		repeatMoney: columns.doubles('repeat_money'),
		nextPurchases: Float64Array.from(columns.integers('next_purchases')),
	};
}

/** The day of each purchase, of all customers, in order. */
export async function readPurchaseDays(connection: Connection): Promise<Int32Array> {
	const columns = await readColumns(connection, sql`select ordered_on, purchases from ftr_purchases_by_day order by 1`);
	const counts = columns.integers('purchases');
	const days = new Int32Array(counts.reduce((sum, count) => sum + count, 0));
	let at = 0;
	for (const [index, day] of columns.integers('ordered_on').entries()) {
		const count = counts[index] ?? 0;
		days.fill(day, at, at + count);
		at += count;
	}
	return days;
}

/** Every n-th customer, so that at most so many are left. */
export function thinOut(cutOff: CustomerCutOff, most: number): CustomerCutOff {
	const every = Math.ceil(cutOff.rows / most);
	if (every <= 1) return cutOff;
	const isKept = (_: number, row: number): boolean => row % every === 0;
	const x = cutOff.x.filter(isKept);
	return {
		rows: x.length,
		end: cutOff.end,
		x,
		firstDay: cutOff.firstDay.filter(isKept),
		lastDay: cutOff.lastDay.filter(isKept),
		repeatMoney: cutOff.repeatMoney.filter(isKept),
		nextPurchases: cutOff.nextPurchases.filter(isKept),
	};
}

/** The customers' times on a clock, in weeks. */
export function purchaseRows(cutOff: CustomerCutOff, clock: SeasonClock | null): PurchaseRows {
	return rowsFromDays(cutOff, cutOff.end, { clock });
}

/** Weeks on a clock from the cut-off on. */
export function weeksAhead({ end }: CustomerCutOff, days: number, clock: SeasonClock | null): number {
	return unitsBetween(end, end + days, { clock });
}

/** A cut-off with the time after it, to try models on. */
export function foldOf(cutOff: CustomerCutOff, days: number, clock: SeasonClock | null): PurchaseFold {
	return {
		rows: purchaseRows(cutOff, clock),
		horizon: weeksAhead(cutOff, days, clock),
		actual: cutOff.nextPurchases,
	};
}
