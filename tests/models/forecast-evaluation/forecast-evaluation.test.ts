import { expect, test } from 'vitest';
import { intervalErrors, naiveScale, pointErrors } from '#models/forecast-evaluation/forecast-evaluation.ts';
import { ModelError } from '#models/model-error.ts';
import { prepareSeries } from '#models/series/prepare-series.ts';
import { forecastSimple, seasonalNaiveModel } from '#models/series/simple-forecast.ts';
import { AIR_PASSENGERS } from '../series/air-passengers.ts';

test('works out every error by hand', () => {
	const errors = pointErrors([10, 20], [12, 19], 2);
	expect(errors).toMatchObject({ n: 2, mae: 1.5, mase: 0.75, bias: 0.5 });
	expect(errors.rmse).toBeCloseTo(Math.sqrt(2.5), 12);
	expect(errors.smape).toBeCloseTo((200 * 2) / 22 / 2 + (200 * 1) / 39 / 2, 12);
	// widths 4 and 4, one truth below by 1 at a penalty of 2 / .2
	const bounds = { lower: [8, 21], upper: [12, 25] };
	const held = intervalErrors([10, 20], bounds, 80, 2);
	expect(held).toMatchObject({ n: 2, coverage: 0.5 });
	expect(held.msis).toBeCloseTo(4.5, 12);
});

test("gives R's figures for the seasonal naive on the last year of the airline passengers", () => {
	// R: sMAPE 10.5718, MASE 1.57088, RMSE 50.7083
	const training = AIR_PASSENGERS.slice(0, 132);
	const model = seasonalNaiveModel(prepareSeries(training, 12), 12, 'a baseline');
	const forecast = forecastSimple(model, { horizon: 12 }).steps.map(({ mean }) => mean);
	const errors = pointErrors(AIR_PASSENGERS.slice(132), forecast, naiveScale(training, 12));
	expect(errors.smape).toBeCloseTo(10.5718, 4);
	expect(errors.mase).toBeCloseTo(1.57088, 5);
	expect(errors.rmse).toBeCloseTo(50.7083, 4);
	expect(errors.bias).toBeLessThan(0);
});

test('leaves out truths that are not known', () => {
	expect(pointErrors([Number.NaN, 20], [12, 19], null)).toMatchObject({ n: 1, mae: 1, mase: null });
	expect(intervalErrors([Number.NaN, 20], { lower: [0, 0], upper: [1, 30] }, 80, null)).toEqual({
		n: 1,
		coverage: 1,
		msis: null,
	});
	expect(naiveScale([1, Number.NaN, 4, 7], 1)).toBe(3);
});

test('counts 0 forecast as 0 for no error, and gives no scale without a change', () => {
	expect(pointErrors([0, 0], [0, 1], null).smape).toBe(100);
	expect(naiveScale([5, 5, 5], 1)).toBeNull();
	expect(naiveScale([5, 6], 2)).toBeNull();
});

test('refuses what cannot be compared', () => {
	expect(() => pointErrors([1, 2], [1], 1)).toThrow('an evaluation needs one truth a step, received 2 for 1 forecasts');
	expect(() => pointErrors([], [], 1)).toThrow(ModelError);
	expect(() => pointErrors([1], [Number.NaN], 1)).toThrow('an evaluation needs forecasts that are numbers');
	expect(() => intervalErrors([1], { lower: [0], upper: [] }, 80, 1)).toThrow(ModelError);
	expect(() => intervalErrors([1], { lower: [0], upper: [Number.NaN] }, 80, 1)).toThrow(ModelError);
});
