import { expect, test } from 'vitest';
import { originsOf, testAtOrigins } from '#models/auto-forecast/rolling-origin.ts';
import { fitTheta, forecastTheta } from '#models/theta/theta.ts';
import { AIR_PASSENGERS } from '../series/air-passengers.ts';

test('cuts a series at six places two steps apart, each with a horizon after it', () => {
	expect(originsOf(30, 1, 4)).toEqual([26, 24, 22, 20, 18, 16]);
	expect(originsOf(144, 12, 12)).toEqual([132, 130, 128, 126, 124, 122]);
});

test('takes more places for short horizons, and none where three do not fit', () => {
	expect(originsOf(100, 1, 1)).toHaveLength(19);
	expect(originsOf(100, 1, 3)).toHaveLength(7);
	expect(originsOf(18, 1, 4)).toEqual([14, 12, 10]);
	expect(originsOf(17, 1, 4)).toEqual([]);
	expect(originsOf(40, 12, 12)).toEqual([]);
});

test('forecasts from each place with the values before it only', () => {
	const values = Float64Array.from(AIR_PASSENGERS);
	const found = testAtOrigins(values, 12, 12, 'MAM');
	if (found === null) throw new Error('no origins');
	const errors = found.origins.flatMap((origin) => {
		const { steps } = forecastTheta(fitTheta(AIR_PASSENGERS.slice(0, origin), { season: 12 }), { horizon: 12 });
		return steps.map(({ mean }, step) => Math.abs(mean - (AIR_PASSENGERS[origin + step] ?? 0)));
	});
	const theta = found.scores.find(({ name }) => name === 'theta');
	expect(theta?.mae).toBeCloseTo(errors.reduce((sum, error) => sum + error, 0) / errors.length, 8);
	expect(found.scaledErrors.theta).toHaveLength(72);
});

test('sets two baselines beside the candidates', () => {
	// one origin after the other: the last value, and the value of the same month a year before
	const values = Float64Array.from(AIR_PASSENGERS);
	const found = testAtOrigins(values, 12, 12, 'MAM');
	const origins = [132, 130, 128, 126, 124, 122];
	const meanError = (expected: (origin: number, step: number) => number): number =>
		origins
			.flatMap((origin) => Array.from({ length: 12 }, (_, step) => [origin, step] as const))
			.reduce((sum, [origin, step]) => sum + Math.abs(expected(origin, step) - (values[origin + step] ?? 0)) / 72, 0);
	const score = (name: string): number | undefined => found?.scores.find((one) => one.name === name)?.mae;
	expect(score('naive')).toBeCloseTo(
		meanError((origin) => values[origin - 1] ?? 0),
		8,
	);
	expect(score('seasonal naive')).toBeCloseTo(
		meanError((origin, step) => values[origin - 12 + step] ?? 0),
		8,
	);
	expect(testAtOrigins(values, 1, 12, 'AAN')?.scores.map(({ name }) => name)).toEqual([
		'ets',
		'theta',
		'mean',
		'naive',
	]);
});
