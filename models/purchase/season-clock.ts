/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is bounded by the loop that makes it */

/**
 * A clock that runs faster in the months in which more is bought: purchases that swing with the season come evenly in its
 * time, which is what the purchase models assume. Plain JSON.
 */
export interface SeasonClock {
	/** How fast it runs from January to December; 1 on average. */
	readonly monthFactors: readonly number[];
}

const DAY_MS = 86_400_000;
const YEAR = 365;
const HALF_YEAR = 182;
/** Time never stands still, so that a purchase in the quietest month is later than the one before. */
const SLOWEST = 0.05;

/**
 * Reads the season off a log's purchases: the purchases of each month of the year over the centred moving average of a
 * year's days (the classical decomposition, Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3.4). Null for
 * fewer than two years, in which some months would have nothing to be compared with.
 * @param days day of each purchase since 1970-01-01, in any order
 */
export function fitSeasonClock(days: Int32Array): SeasonClock | null {
	const first = days.reduce((earliest, day) => Math.min(earliest, day), Infinity);
	const last = days.reduce((latest, day) => Math.max(latest, day), -Infinity);
	const length = last - first + 1;
	if (!(length >= 2 * YEAR)) return null;
	const before = new Float64Array(length + 1);
	for (const day of days) before[day - first + 1]! += 1;
	for (let day = 1; day <= length; day += 1) before[day]! += before[day - 1]!;
	const bought = new Float64Array(12);
	const usual = new Float64Array(12);
	for (let day = HALF_YEAR; day + HALF_YEAR < length; day += 1) {
		const month = monthOf(first + day);
		bought[month]! += before[day + 1]! - before[day]!;
		usual[month]! += (before[day + HALF_YEAR + 1]! - before[day - HALF_YEAR]!) / YEAR;
	}
	const factors = Array.from(bought, (count, month) => Math.max(SLOWEST, count / usual[month]!));
	const mean = factors.reduce((sum, factor) => sum + factor / factors.length, 0);
	return { monthFactors: factors.map((factor) => factor / mean) };
}

/**
 * Days that pass on a clock from the end of one day to the end of another, not before it; on the calendar's own clock
 * (null) their difference.
 * @example elapsedDays(null, 100, 107) // 7
 */
export function elapsedDays(clock: SeasonClock | null, from: number, to: number): number {
	if (clock === null) return to - from;
	let elapsed = 0;
	for (let day = from + 1; day <= to; day += 1) elapsed += clock.monthFactors[monthOf(day)]!;
	return elapsed;
}

/**
 * What the clock shows at the end of each day from `earliest` to `latest`, counted from the former: for the many days of a
 * log, where adding up for each would take long.
 */
export function clockFaces(clock: SeasonClock | null, earliest: number, latest: number): Float64Array {
	const faces = new Float64Array(latest - earliest + 1);
	for (let index = 1; index < faces.length; index += 1) {
		faces[index] = faces[index - 1]! + elapsedDays(clock, earliest + index - 1, earliest + index);
	}
	return faces;
}

/** 0 for January to 11, of a day since 1970-01-01. */
function monthOf(day: number): number {
	return new Date(day * DAY_MS).getUTCMonth();
}
