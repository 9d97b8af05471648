import { expect, test } from 'vitest';
import { ModelError } from '#models/model-error.ts';
import { prepareSeries } from '#models/series/prepare-series.ts';

const NONE = Number.NaN;

test('leaves a series without gaps as it is', () => {
	const { values, known, trailing, note } = prepareSeries([3, -1, 0], 1);
	expect([values, known]).toEqual([Float64Array.of(3, -1, 0), Float64Array.of(3, -1, 0)]);
	expect(trailing).toBe(0);
	expect(note).toBeNull();
});

test('fills gaps along the line between their neighbours', () => {
	const { values, known, note } = prepareSeries([1, null, NONE, 4], 1);
	expect(values).toEqual(Float64Array.of(1, 2, 3, 4));
	expect(known).toEqual(Float64Array.of(1, 4));
	expect(note).toBe('2 gaps filled in');
});

test('fills a gap with the mean of the seasons around it where both are known', () => {
	expect(prepareSeries([1, 9, 1, null, 3, 13], 2).values).toEqual(Float64Array.of(1, 9, 1, 11, 3, 13));
	expect(prepareSeries([1, null, 1, 9, 3, 13], 2).values).toEqual(Float64Array.of(1, 1, 1, 9, 3, 13));
});

test('cuts gaps at the beginning and counts those at the end', () => {
	const { values, trailing, note } = prepareSeries([null, 5, 6, null, null], 1);
	expect(values).toEqual(Float64Array.of(5, 6));
	expect(trailing).toBe(2);
	expect(note).toBe('1 empty step at the beginning left out, 2 empty steps at the end forecast as well');
});

test.each([
	[[], 1, 'a forecast needs at least one value, received 0 steps without any'],
	[[null, NONE], 1, 'a forecast needs at least one value, received 2 steps without any'],
	[[1, Infinity], 1, 'a series holds zeros, sizes from 1e-100 to 1e100, or gaps, received Infinity as value 2'],
	[[-1e200], 1, 'a series holds zeros, sizes from 1e-100 to 1e100, or gaps, received -1e+200 as value 1'],
	[[1, 2], 0, 'a season is a whole number of steps, 1 for none, received 0'],
	[[1, 2], 3.5, 'a season is a whole number of steps, 1 for none, received 3.5'],
] as const)('refuses %j with a season of %d', (series, season, message) => {
	expect(() => prepareSeries(series, season)).toThrow(message);
	expect(() => prepareSeries(series, season)).toThrow(ModelError);
});
