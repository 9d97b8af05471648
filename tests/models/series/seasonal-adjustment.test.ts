import { expect, test } from 'vitest';
import { adjust, findAdjustment, readjust } from '#models/series/seasonal-adjustment.ts';

const season = [0.5, 1.5, 1, 1];
const wave = (base: number, n: number): Float64Array =>
	Float64Array.from({ length: n }, (_, t) => base * (season[t % 4] ?? 0));

test('takes a multiplicative season out of positive values and gives it back', () => {
	const values = wave(20, 16);
	const adjustment = findAdjustment(values, 4);
	expect(adjustment?.kind).toBe('multiplicative');
	adjust(values, adjustment).forEach((value) => expect(value).toBeCloseTo(20, 10));
	readjust(Float64Array.of(20, 20), adjustment, 17).forEach((value, step) => {
		expect(value).toBeCloseTo([30, 20][step] ?? 0, 10);
	});
});

test('takes an additive season where a value is 0 or below', () => {
	const values = wave(20, 16).map((value) => value - 10);
	const adjustment = findAdjustment(values, 4);
	expect(adjustment?.kind).toBe('additive');
	adjust(values, adjustment).forEach((value) => expect(value).toBeCloseTo(10, 10));
	expect(readjust(Float64Array.of(10), adjustment, 16)[0]).toBeCloseTo(0, 10);
});

test('leaves a series without a season alone', () => {
	const values = Float64Array.from({ length: 20 }, (_, t) => (t * t * 7919) % 101);
	expect(findAdjustment(values, 4)).toBeNull();
	expect(adjust(values, null)).toBe(values);
	expect(readjust(values, null, 20)).toBe(values);
});

test('leaves a season with an index next to zero alone', () => {
	const values = Float64Array.from({ length: 40 }, (_, t) => (t % 4 === 0 ? 1e-6 : 10));
	expect(findAdjustment(values, 4)).toBeNull();
});

test('finds a smooth season of a year of weeks once it has been seen more than twice', () => {
	const year = Float64Array.from({ length: 156 }, (_, t) => 100 + t + 30 * Math.sin((2 * Math.PI * t) / 52));
	expect(findAdjustment(year, 52)?.kind).toBe('multiplicative');
	expect(findAdjustment(year.subarray(0, 110), 52)).toBeNull();
	expect(
		findAdjustment(
			Float64Array.from({ length: 156 }, (_, t) => 100 + t),
			52,
		),
	).toBeNull();
});
