import { describe, expect, test } from 'vitest';
import { forecastAuto } from '#models/auto-forecast/auto-forecast.ts';
import { createRandom } from '#models/math/random.ts';
import { chooseForecast, estimateAgain, planForecast } from '#pipeline/score/choose-forecast.ts';

describe('how a series is forecast', () => {
	test.each([
		// Two seasons and two buckets, then as many steps as leave room for three origins two apart.
		['month', 36, { season: 12, tried: 6, horizon: 12 }],
		['month', 33, { season: 12, tried: 3, horizon: 12 }],
		['month', 26, { season: 12, tried: 1, horizon: 12 }],
		['month', 25, { season: 1, tried: 11, horizon: 12 }],
		['month', 60, { season: 12, tried: 12, horizon: 12 }],
		['month', 9, { season: 1, tried: 1, horizon: 5 }],
		['month', 1, { season: 1, tried: 1, horizon: 1 }],
		['week', 157, { season: 52, tried: 13, horizon: 13 }],
		['week', 113, { season: 52, tried: 3, horizon: 13 }],
		['week', 106, { season: 52, tried: 1, horizon: 13 }],
		['week', 105, { season: 1, tried: 13, horizon: 13 }],
		['week', 20, { season: 1, tried: 6, horizon: 10 }],
	] as const)('%s, %i of them', (grain, n, plan) => {
		expect(planForecast(grain, n)).toEqual(plan);
	});
});

describe('a choice on values that have come since', () => {
	const random = createRandom(4);
	const values = Float64Array.from(
		{ length: 40 },
		(_, t) => 100 + t + 20 * Math.sin((t * Math.PI) / 6) + random.normal(),
	);

	test('keeps its forms and takes in the new values', () => {
		const model = chooseForecast(values.subarray(0, 36), 'month');
		const again = estimateAgain(model, values.subarray(0, 38), 'month');
		expect(again.parts.map(({ kind, n }) => [kind, n])).toEqual(model.parts.map(({ kind }) => [kind, 38]));
		expect(again.scaledErrors).toBe(model.scaledErrors);
	});

	test('forecasts the same on the same values', () => {
		const model = chooseForecast(values, 'month');
		const again = estimateAgain(model, values, 'month');
		expect(forecastAuto(again, { horizon: 12 }).steps).toEqual(forecastAuto(model, { horizon: 12 }).steps);
	});

	test('is made anew once there is room for a season', () => {
		const model = chooseForecast(values.subarray(0, 25), 'month');
		expect(model.season).toBe(1);
		expect(estimateAgain(model, values.subarray(0, 26), 'month').season).toBe(12);
	});

	test('is made anew where there was no model, for now there may be one', () => {
		const model = chooseForecast(Float64Array.of(5, 5, 5), 'month');
		expect(model.spec).toBe('constant');
		expect(estimateAgain(model, Float64Array.of(5, 5, 5, 7, 9, 6, 8), 'month').spec).not.toBe('constant');
	});

	test('knows when a value below 0 allows forecasts below 0', () => {
		const model = chooseForecast(values, 'month');
		const changed = Float64Array.from(values);
		changed[3] = -5;
		expect(model.isNonNegative).toBe(true);
		expect(estimateAgain(model, changed, 'month').isNonNegative).toBe(false);
	});
});
