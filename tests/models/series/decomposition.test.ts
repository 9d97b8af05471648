import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRandom } from '#models/math/random.ts';
import { seasonalFigure, seasonalStrength, withoutSeason } from '#models/series/decomposition.ts';

test('finds the season of a line with an additive one', () => {
	const season = [2, -1, 0, -1];
	const values = Float64Array.from({ length: 12 }, (_, t) => 10 + 3 * t + (season[t % 4] ?? 0));
	seasonalFigure(values, 4, 'additive').forEach((entry, phase) => expect(entry).toBeCloseTo(season[phase] ?? 0, 12));
});

test('finds the season of a level with a multiplicative one', () => {
	const season = [1.5, 0.75, 0.75];
	const values = Float64Array.from({ length: 9 }, (_, t) => 8 * (season[t % 3] ?? 0));
	seasonalFigure(values, 3, 'multiplicative').forEach((entry, phase) => {
		expect(entry).toBeCloseTo(season[phase] ?? 0, 12);
	});
});

test('averages what a centred moving average leaves, worked by hand', () => {
	// averages around the 2nd, 3rd and 4th value: 3.5, 5 and 6.5; what is left of them: 1.5, -2 and 2.5
	expect(seasonalFigure(Float64Array.of(1, 5, 3, 9, 5), 2, 'additive')).toEqual(Float64Array.of(-2, 2));
});

test('finds all of a repeated season, and little in noise', () => {
	const random = createRandom(3);
	const noise = Float64Array.from({ length: 156 }, () => random.normal());
	const season = noise.slice(0, 52);
	expect(
		seasonalStrength(
			Float64Array.from({ length: 156 }, (_, t) => t + (season[t % 52] ?? 0)),
			52,
		),
	).toBeCloseTo(1, 10);
	expect(Math.abs(seasonalStrength(noise, 52))).toBeLessThan(0.4);
	expect(seasonalStrength(new Float64Array(156).fill(8), 52)).toBe(0);
});

test('sums to 0, or to the period, and comes off again', () => {
	const series = fc.array(fc.double({ min: 1, max: 1000, noNaN: true }), { minLength: 12, maxLength: 40 });
	fc.assert(
		fc.property(series, fc.integer({ min: 2, max: 6 }), (list, period) => {
			const values = Float64Array.from(list);
			const additive = seasonalFigure(values, period, 'additive');
			const multiplicative = seasonalFigure(values, period, 'multiplicative');
			expect(additive.reduce((sum, entry) => sum + entry, 0)).toBeCloseTo(0, 6);
			expect(multiplicative.reduce((sum, entry) => sum + entry, 0)).toBeCloseTo(period, 6);
			withoutSeason(values, additive, 'additive').forEach((value, t) => {
				expect(value + (additive[t % period] ?? 0)).toBeCloseTo(values[t] ?? 0, 8);
			});
		}),
	);
});
