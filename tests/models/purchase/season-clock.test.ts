import { expect, test } from 'vitest';
import { createRandom } from '#models/math/random.ts';
import { summarizePurchases } from '#models/purchase/purchase-history.ts';
import { rowsFromDays, unitsBetween } from '#models/purchase/purchase-times.ts';
import { clockFaces, elapsedDays, fitSeasonClock } from '#models/purchase/season-clock.ts';

const JANUARY_2023 = Date.UTC(2023, 0, 1) / 86_400_000;
const MONTHS = [0.6, 0.7, 0.9, 1, 1.1, 1.2, 1.1, 0.9, 0.9, 1, 1.2, 1.4] as const;

function monthOf(day: number): number {
	return new Date(day * 86_400_000).getUTCMonth();
}

/** Purchases of so many days that follow the months, growing by 20 % a year. */
function seasonalDays(length: number): Int32Array {
	const random = createRandom(9);
	const days: number[] = [];
	for (let day = 0; day < length; day += 1) {
		const mean = 60 * (MONTHS[monthOf(JANUARY_2023 + day)] ?? 1) * 1.2 ** (day / 365);
		for (let count = random.poisson(mean); count > 0; count -= 1) days.push(JANUARY_2023 + day);
	}
	return Int32Array.from(days);
}

test('reads the months off growing purchases', () => {
	const clock = fitSeasonClock(seasonalDays(3 * 365));
	expect(clock?.monthFactors.reduce((sum, factor) => sum + factor, 0)).toBeCloseTo(12, 10);
	for (const [month, factor] of clock?.monthFactors.entries() ?? []) {
		// 60 purchases a day over two years' months: 2 % standard error, plus the bend of the growth inside a year.
		expect(Math.abs(factor - (MONTHS[month] ?? 1))).toBeLessThan(0.06);
	}
});

test('has no clock for less than two years, nor for nothing', () => {
	expect(fitSeasonClock(seasonalDays(729))).toBeNull();
	expect(fitSeasonClock(seasonalDays(730))).not.toBeNull();
	expect(fitSeasonClock(new Int32Array())).toBeNull();
});

test('never stands still, not even in a month without any purchase', () => {
	const days = seasonalDays(3 * 365).filter((day) => monthOf(day) !== 7);
	const clock = fitSeasonClock(days);
	expect(clock?.monthFactors[7]).toBeGreaterThan(0.04);
});

test('time passes as the months say, and add up over days', () => {
	const clock = { monthFactors: MONTHS };
	// 31 days of January and 28 of February.
	expect(elapsedDays(clock, JANUARY_2023 - 1, JANUARY_2023 + 58)).toBeCloseTo(31 * 0.6 + 28 * 0.7, 10);
	expect(elapsedDays(null, 10, 17)).toBe(7);
	const faces = clockFaces(clock, JANUARY_2023, JANUARY_2023 + 58);
	expect(faces[0]).toBe(0);
	expect(faces[58]).toBeCloseTo(30 * 0.6 + 28 * 0.7, 10);
	expect(unitsBetween(JANUARY_2023 - 1, JANUARY_2023 + 30, { clock, unit: 'day' })).toBeCloseTo(18.6, 10);
});

test('a history read off a clock has its times, and the same counts', () => {
	const clock = { monthFactors: MONTHS };
	const log = { customer: ['a', 'a'], day: Int32Array.of(JANUARY_2023, JANUARY_2023 + 10) };
	const options = { calibrationEnd: JANUARY_2023 + 20, holdoutEnd: JANUARY_2023 + 30, clock, unit: 'day' as const };
	const history = summarizePurchases(log, options);
	expect(history.x[0]).toBe(1);
	expect(history.tx[0]).toBeCloseTo(6, 10);
	expect(history.T[0]).toBeCloseTo(12, 10);
	expect(history.holdout?.horizon).toBeCloseTo(6, 10);
	const days = { x: history.x, firstDay: log.day.slice(0, 1), lastDay: log.day.slice(1) };
	expect(rowsFromDays(days, JANUARY_2023 + 20, options).tx[0]).toBeCloseTo(6, 10);
});
