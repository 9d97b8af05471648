import { expect, test } from 'vitest';
import { autocorrelations, isSeasonal } from '#models/series/autocorrelation.ts';
import { AIR_PASSENGERS } from './air-passengers.ts';

test("agrees with R's acf of the airline passengers to 1e-6", () => {
	const expected = [
		0.948047, 0.875575, 0.806681, 0.752625, 0.71377, 0.681734, 0.662904, 0.65561, 0.670948, 0.70272, 0.74324, 0.760395,
	];
	autocorrelations(Float64Array.from(AIR_PASSENGERS), 12).forEach((value, lag) => {
		expect(Math.abs(value - (expected[lag] ?? 0))).toBeLessThan(1e-6);
	});
});

test('works out by hand for four values', () => {
	// deviations -1.5, -0.5, 0.5, 1.5: lag 1 gives 0.75 - 0.25 + 0.75 over 5
	expect(autocorrelations(Float64Array.of(1, 2, 3, 4), 2)).toEqual(Float64Array.of(0.25, -0.3));
	expect(autocorrelations(Float64Array.of(7, 7, 7), 2)).toEqual(Float64Array.of(0, 0));
});

test('sees a season where one is, and none in noise, a constant or too short a series', () => {
	const wave = Float64Array.from({ length: 48 }, (_, t) => 10 + Math.sin((2 * Math.PI * t) / 12));
	const noise = Float64Array.from({ length: 48 }, (_, t) => (t * t * 7919) % 101);
	expect(isSeasonal(wave, 12)).toBe(true);
	expect(isSeasonal(noise, 12)).toBe(false);
	expect(isSeasonal(new Float64Array(48).fill(3), 12)).toBe(false);
	expect(isSeasonal(wave.subarray(0, 24), 12)).toBe(false);
	expect(isSeasonal(wave, 1)).toBe(false);
});
