/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is below the common length */
import { ModelError } from '../model-error.ts';
import type { PurchaseRows } from './purchase-rows.ts';
import { clockFaces, elapsedDays } from './season-clock.ts';
import type { SeasonClock } from './season-clock.ts';

export type TimeUnit = 'day' | 'week' | 'month' | 'year';

/** Days in a unit of time; months and years are mean ones of the Julian calendar. */
export const DAYS_PER_UNIT: Readonly<Record<TimeUnit, number>> = { day: 1, week: 7, month: 30.4375, year: 365.25 };

export interface ClockOptions {
	/** The unit of times; a week without it. */
	readonly unit?: TimeUnit;
	/** The clock that times are read off; the calendar's own without it. */
	readonly clock?: SeasonClock | null;
}

/** Purchases of customers by their first and last day; without a repeat purchase these are the same. */
export interface PurchaseDays {
	readonly x: Float64Array;
	readonly firstDay: Int32Array;
	readonly lastDay: Int32Array;
}

/**
 * t_x and T of customers of whom the first and the last day are known, as a query gives them.
 * @param end last day that counts as past: no day may be later
 * @throws ModelError (input) for a last day before the first one or after the end (row counted from 1)
 * @example
 * rowsFromDays({ x: Float64Array.of(1), firstDay: Int32Array.of(0), lastDay: Int32Array.of(14) }, 21) // tx [2], T [3]
 */
export function rowsFromDays(days: PurchaseDays, end: number, options: ClockOptions = {}): PurchaseRows {
	const { x, firstDay, lastDay } = days;
	const broken = firstDay.findIndex((first, row) => !(first <= lastDay[row]! && lastDay[row]! <= end));
	if (broken >= 0 || x.length !== firstDay.length || x.length !== lastDay.length) {
		const row = `row ${broken + 1} has day ${firstDay[broken] ?? 'none'} and day ${lastDay[broken] ?? 'none'}`;
		throw new ModelError('input', `days must run from the first over the last to the end, day ${end}: ${row}`);
	}
	const earliest = firstDay.reduce((least, day) => Math.min(least, day), end);
	const faces = clockFaces(options.clock ?? null, earliest, end);
	const daysPerUnit = DAYS_PER_UNIT[options.unit ?? 'week'];
	const timeFrom = (from: number, to: number): number =>
		(faces[to - earliest]! - faces[from - earliest]!) / daysPerUnit;
	return {
		x,
		tx: Float64Array.from(firstDay, (first, row) => timeFrom(first, lastDay[row]!)),
		T: Float64Array.from(firstDay, (first) => timeFrom(first, end)),
	};
}

/**
 * Units of time from the end of one day to the end of another: a horizon on the clock that the rows were read off.
 * @example unitsBetween(100, 121) // 3 weeks
 */
export function unitsBetween(from: number, to: number, options: ClockOptions = {}): number {
	return elapsedDays(options.clock ?? null, from, to) / DAYS_PER_UNIT[options.unit ?? 'week'];
}
