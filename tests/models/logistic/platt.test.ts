import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyPlatt, fitPlatt } from '#models/logistic/platt.ts';
import { createRandom } from '#models/math/random.ts';
import { ModelError } from '#models/model-error.ts';

describe('fitPlatt', () => {
	it('meets the smoothed targets where two scores are enough', () => {
		// Three of four at score 2, one of four at −1: the targets are 5/6 and 1/6, so the shares 4/6 and 2/6.
		const platt = fitPlatt(Float64Array.of(2, 2, 2, 2, -1, -1, -1, -1), [1, 1, 1, 0, 1, 0, 0, 0]);
		expect(platt.slope).toBeCloseTo((2 * Math.LN2) / 3, 6);
		expect(platt.intercept).toBeCloseTo(Math.LN2 - (4 * Math.LN2) / 3, 6);
		const [high, low] = applyPlatt(platt, Float64Array.of(2, -1));
		expect(high).toBeCloseTo(4 / 6, 6);
		expect(low).toBeCloseTo(2 / 6, 6);
	});

	it('stays finite where scores tell the classes apart', () => {
		const { slope, intercept } = fitPlatt(Float64Array.of(-1, -1, 1, 1), [0, 0, 1, 1]);
		expect(slope).toBeCloseTo(Math.log(3), 6);
		expect(intercept).toBeCloseTo(0, 6);
	});

	it('gives the base rate where all scores are the same', () => {
		const platt = fitPlatt(new Float64Array(8).fill(5), [1, 0, 0, 0, 1, 0, 0, 0]);
		// Smoothed: (2 · 3/4 + 6 · 1/8) / 8.
		expect(applyPlatt(platt, Float64Array.of(5))[0]).toBeCloseTo((2 * 0.75 + 6 / 8) / 8, 6);
	});

	it('finds by how much scores exaggerate', () => {
		const random = createRandom(11);
		const truth = Float64Array.from({ length: 20_000 }, () => -1 + random.normal());
		const labels = Uint8Array.from(truth, (odds) => Number(random.uniform() < 1 / (1 + Math.exp(-odds))));
		// Scores of twice the size and moved by one: slope 1/2, intercept −1/2. Their standard errors here are 0.01 and 0.02.
		const { slope, intercept } = fitPlatt(
			truth.map((odds) => 2 * odds + 1),
			labels,
		);
		expect(Math.abs(slope - 0.5)).toBeLessThan(0.04);
		expect(Math.abs(intercept + 0.5)).toBeLessThan(0.08);
	});

	it('refuses one class, NaN and infinite scores', () => {
		expect(() => fitPlatt(Float64Array.of(1, 2), [1, 1])).toThrow('all 2 rows are of class 1');
		expect(() => fitPlatt(Float64Array.of(1, NaN), [1, 0])).toThrow('the score at index 1 is NaN');
		expect(() => fitPlatt(Float64Array.of(Infinity, 1), [1, 0])).toThrow('the score at index 0 is Infinity');
		expect(() => fitPlatt(Float64Array.of(1), [1, 0])).toThrow('received 1 scores for 2 labels');
	});

	it('gives finite figures and probabilities, or a ModelError', () => {
		const row = fc.tuple(
			fc.oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constant(0)),
			fc.constantFrom(0, 1),
		);
		fc.assert(
			fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), (rows) => {
				const scores = Float64Array.from(rows, ([score]) => score);
				try {
					const platt = fitPlatt(
						scores,
						rows.map(([, label]) => label),
					);
					expect(Number.isFinite(platt.slope) && Number.isFinite(platt.intercept)).toBe(true);
					expect(applyPlatt(platt, scores).every((p) => p >= 0 && p <= 1)).toBe(true);
				} catch (error) {
					expect(error).toBeInstanceOf(ModelError);
				}
			}),
		);
	});
});
