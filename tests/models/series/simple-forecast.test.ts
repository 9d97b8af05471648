import { expect, test } from 'vitest';
import { prepareSeries } from '#models/series/prepare-series.ts';
import { fallbackFor, forecastSimple, naiveModel, seasonalNaiveModel } from '#models/series/simple-forecast.ts';
import { AIR_PASSENGERS } from './air-passengers.ts';

const fallback = (series: readonly (number | null)[]): ReturnType<typeof fallbackFor> =>
	fallbackFor(prepareSeries(series, 1));

test("repeats the last season within the bounds of R's snaive", () => {
	// R forecast 8.20, last 12 months held out
	const model = seasonalNaiveModel(prepareSeries(AIR_PASSENGERS.slice(0, 132), 12), 12, 'a baseline');
	const { steps } = forecastSimple(model, { horizon: 12 });
	expect(steps.map(({ mean }) => mean)).toEqual(AIR_PASSENGERS.slice(120, 132));
	expect(steps[0]?.intervals[0]?.lower).toBeCloseTo(315.7246, 3);
	expect(steps[0]?.intervals[1]?.upper).toBeCloseTo(427.7134, 3);
});

test('widens by the root of the seasons, as R does on the last 24 months', () => {
	const model = seasonalNaiveModel(prepareSeries(AIR_PASSENGERS.slice(0, 120), 12), 12, 'a baseline');
	const { steps } = forecastSimple(model, { horizon: 24 });
	expect(steps[0]?.intervals[0]?.lower).toBeCloseTo(298.3417, 3);
	expect(steps[12]?.intervals[0]?.lower).toBeCloseTo(281.0863, 3);
	expect(steps[23]?.intervals[1]?.upper).toBeCloseTo(427.1007, 3);
});

test('repeats the last value where there is no season yet', () => {
	const model = seasonalNaiveModel(prepareSeries([1, 2, 4], 3), 3, 'a baseline');
	expect(model.spec).toBe('naive');
	const { steps } = forecastSimple(model, { horizon: 2, levels: [95] });
	// mean squared change (1 + 4) / 2
	expect(steps[1]?.intervals[0]?.upper).toBeCloseTo(4 + 1.959964 * Math.sqrt(2.5) * Math.SQRT2, 5);
	expect(naiveModel(prepareSeries([1, 2, 4], 1), 'a baseline').pattern).toEqual([4]);
});

test('skips the empty steps at the end', () => {
	const model = seasonalNaiveModel(prepareSeries([1, 2, 3, 4, 5, 6, null], 3), 3, 'a baseline');
	expect(forecastSimple(model, { horizon: 3 }).steps.map(({ mean }) => mean)).toEqual([5, 6, 4]);
});

test('names what a series is no matter for', () => {
	expect(fallback([5])).toMatchObject({
		spec: 'naive',
		reason: 'one value only, its bounds as wide as the value itself',
	});
	expect(fallback([5, 5, 5])).toMatchObject({ spec: 'constant', reason: 'all 3 values are the same' });
	expect(fallback([1, 2, 4])).toMatchObject({ spec: 'naive', reason: '3 values are too few for a model' });
	expect(fallback([1, null, null, null, 2, null, null, null, 4, 5, null, null, 8])).toMatchObject({
		spec: 'mean',
		reason: '8 of 13 values are missing',
		pattern: [4],
	});
	expect(fallback([0, 0, 3, 0, 0, 0, 6])).toMatchObject({ spec: 'Croston (SBA)', reason: '5 of 7 values are zero' });
	expect(fallback([0, 0, -3, 0, 0, 0, 6])).toBeNull();
	expect(fallback([1, 2, 3, 4, 6])).toBeNull();
});

test('forecasts demand now and then by size over interval, worked by hand', () => {
	// sizes 3, then 3 + .1 (6 - 3) = 3.3; intervals 3, then 3 + .1 (4 - 3) = 3.1; times 1 - .1 / 2
	expect(fallback([0, 0, 3, 0, 0, 0, 6])?.pattern[0]).toBeCloseTo((0.95 * 3.3) / 3.1, 12);
});

test('bounds a single value by its own size, and a constant not at all', () => {
	const one = fallback([-5]);
	const constant = fallback([7, 7, 7, 7, 7, 7]);
	if (one === null || constant === null) throw new Error('no fallback');
	expect(forecastSimple(one, { horizon: 1, levels: [95] }).steps[0]?.intervals[0]?.lower).toBeCloseTo(-14.7998, 3);
	expect(forecastSimple(constant, { horizon: 2 }).steps[1]).toEqual({
		mean: 7,
		intervals: [
			{ level: 80, lower: 7, upper: 7 },
			{ level: 95, lower: 7, upper: 7 },
		],
	});
});
