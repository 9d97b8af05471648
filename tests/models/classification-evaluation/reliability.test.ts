import { expect, it } from 'vitest';
import { expectedCalibrationError, reliabilityBins } from '#models/classification-evaluation/reliability.ts';

it('counts probabilities into bins of equal width, 1 into the last', () => {
	const bins = reliabilityBins(Float64Array.of(0, 0.12, 0.18, 0.1, 0.95, 1), [0, 0, 1, 0, 1, 1]);
	expect(bins.map(({ rows }) => rows)).toEqual([1, 3, 0, 0, 0, 0, 0, 0, 0, 2]);
	expect(bins.map(({ positives }) => positives)).toEqual([0, 1, 0, 0, 0, 0, 0, 0, 0, 2]);
	expect(bins[1]?.from).toBe(0.1);
	expect(bins[1]?.to).toBe(0.2);
	expect(bins[1]?.expected).toBeCloseTo(0.4 / 3, 12);
	expect(bins[1]?.observed).toBeCloseTo(1 / 3, 12);
	expect(bins[2]).toMatchObject({ rows: 0, expected: null, observed: null, lower: 0, upper: 1 });
});

it('puts Wilson’s interval around what was observed', () => {
	const [bin] = reliabilityBins(new Float64Array(29).fill(0.05), [1, ...Array<number>(28).fill(0)]);
	// Newcombe 1998, table I: 1 of 29.
	expect(bin?.lower).toBeCloseTo(0.0061, 4);
	expect(bin?.upper).toBeCloseTo(0.1718, 4);
});

it('weighs the distances of the bins by their rows', () => {
	const bins = reliabilityBins(Float64Array.of(0.15, 0.15, 0.95), [0, 1, 1]);
	expect(expectedCalibrationError(bins)).toBeCloseTo((2 * 0.35 + 0.05) / 3, 12);
});

it('refuses what is no probability', () => {
	expect(() => reliabilityBins(Float64Array.of(NaN), [0])).toThrow('the probability at index 0 is NaN');
});
