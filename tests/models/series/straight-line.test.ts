import { expect, test } from 'vitest';
import { fitLine } from '#models/series/straight-line.ts';

test('fits a line by least squares', () => {
	expect(fitLine(Float64Array.of(3, 5, 7))).toEqual({ intercept: 1, slope: 2 });
	// by hand: slope (-1.5 * 1 - 0.5 * 3 + 0.5 * 2 + 1.5 * 6) / 5 = 1.4, mean 3, centre 2.5
	const { intercept, slope } = fitLine(Float64Array.of(1, 3, 2, 6));
	expect(slope).toBeCloseTo(1.4, 12);
	expect(intercept).toBeCloseTo(-0.5, 12);
});

test('is level through one value', () => {
	expect(fitLine(Float64Array.of(4))).toEqual({ intercept: 4, slope: 0 });
});
