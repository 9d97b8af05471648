import { describe, expect, test } from 'vitest';
import { holdoutFigures, sameRateAsBefore } from '#models/purchase/holdout-figures.ts';
import { cdnowFolder, readCdnowSummary } from './real-logs.ts';
import { readExpected } from './reference.ts';

test('gives errors, correlations and calibration worked by hand', () => {
	const x = Float64Array.of(0, 0, 3, 9);
	const actual = Float64Array.of(0, 1, 2, 5);
	const predicted = Float64Array.of(0.5, 0.5, 1, 6);
	const figures = holdoutFigures(x, actual, predicted);
	expect(figures).toMatchObject({ customers: 4, actualTotal: 8, predictedTotal: 8, totalError: 0 });
	expect(figures.mae).toBe((0.5 + 0.5 + 1 + 1) / 4);
	expect(figures.rmse).toBeCloseTo(Math.sqrt((0.25 + 0.25 + 1 + 1) / 4), 12);
	// Deviations from 2: actual -2 -1 0 3, predicted -1.5 -1.5 -1 4: 16.5 / √(14 · 21.5).
	expect(figures.pearson).toBeCloseTo(16.5 / Math.sqrt(14 * 21.5), 12);
	// Ranks 1 2 3 4 and 1.5 1.5 3 4: 4.5 / √(5 · 4.5).
	expect(figures.spearman).toBeCloseTo(4.5 / Math.sqrt(5 * 4.5), 12);
	expect(figures.topDecileShare).toBe(5 / 8);
	expect(figures.calibration).toEqual([
		{ x: '0', customers: 2, actual: 0.5, expected: 0.5 },
		{ x: '3', customers: 1, actual: 2, expected: 1 },
		{ x: '7+', customers: 1, actual: 5, expected: 6 },
	]);
});

test('has null instead of a figure that does not exist', () => {
	const nothing = new Float64Array(3);
	const figures = holdoutFigures(nothing, nothing, Float64Array.of(1, 1, 1));
	expect(figures).toMatchObject({ totalError: null, pearson: null, spearman: null, topDecileShare: null, mae: 1 });
});

test('refuses predictions that are missing or no numbers', () => {
	const one = Float64Array.of(1);
	const words = 'holdout figures require one finite prediction for each of at least one customer';
	expect(() => holdoutFigures(one, one, Float64Array.of(Number.NaN))).toThrow(words);
	expect(() => holdoutFigures(one, one, new Float64Array(2))).toThrow(words);
	expect(() => holdoutFigures(new Float64Array(), new Float64Array(), new Float64Array())).toThrow(words);
});

test('expects the rate of before to go on, and nothing of who was first seen on the last day', () => {
	const rows = { x: Float64Array.of(3, 0), tx: Float64Array.of(20, 0), T: Float64Array.of(30, 0) };
	expect(sameRateAsBefore(rows, 10)).toEqual(Float64Array.of(1, 0));
});

describe.skipIf(cdnowFolder === null)('on CDNOW', () => {
	test('has the reference’s figures of the same rate as before', () => {
		const { tenth_sample_summary: tenth } = readExpected(cdnowFolder, 'cdnow');
		const { actual, ...rows } = readCdnowSummary(cdnowFolder ?? '');
		const figures = holdoutFigures(rows.x, actual, sameRateAsBefore(rows, 39));
		expect(figures.actualTotal).toBe(1882);
		expect(figures.predictedTotal).toBeCloseTo(tenth?.baseline_same_rate_as_before.predicted_total ?? 0, 1);
		expect(figures.mae).toBeCloseTo(tenth?.baseline_same_rate_as_before.mae ?? 0, 5);
	});
});
