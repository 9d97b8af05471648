import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateBaseRate, evaluateScores } from '#models/classification-evaluation/evaluate-scores.ts';
import { rankingFigures } from '#models/classification-evaluation/ranking.ts';
import { ModelError } from '#models/model-error.ts';

describe('evaluateScores', () => {
	it('gives figures worked out by hand', () => {
		const figures = evaluateScores(Float64Array.of(0.9, 0.8, 0.7, 0.1), [1, 0, 1, 0]);
		expect(figures.rows).toBe(4);
		expect(figures.positives).toBe(2);
		// Of four pairs three are in order. Precision is 1 at the first hit and 2/3 at the second.
		expect(figures.auc).toBe(0.75);
		expect(figures.averagePrecision).toBeCloseTo(0.5 + 0.5 * (2 / 3), 12);
		expect(figures.liftTopDecile).toBe(2);
		expect(figures.ks).toBe(0.5);
		expect(figures.logLoss).toBeCloseTo(-(Math.log(0.9) + Math.log(0.2) + Math.log(0.7) + Math.log(0.9)) / 4, 12);
		expect(figures.brier).toBeCloseTo((0.01 + 0.64 + 0.09 + 0.01) / 4, 12);
		// Each score has a bin of its own.
		expect(figures.ece).toBeCloseTo((0.1 + 0.8 + 0.3 + 0.1) / 4, 12);
	});

	it('counts a tie half, wherever its rows stand', () => {
		const tied = Float64Array.of(0.5, 0.5, 0.5, 0.2);
		for (const labels of [
			[1, 0, 0, 1],
			[0, 1, 0, 1],
			[0, 0, 1, 1],
		]) {
			const figures = rankingFigures(tied, labels);
			expect(figures.auc).toBe(0.25);
			// The decile is one of three rows that share the best score.
			expect(figures.liftTopDecile).toBeCloseTo(1 / 3 / 0.5, 12);
			expect(figures.ks).toBe(0.5);
			expect(figures.averagePrecision).toBeCloseTo(0.5 / 3 + 0.5 / 2, 12);
		}
	});

	it('takes certainty that was wrong for 1e-15 and stays finite', () => {
		expect(evaluateScores(Float64Array.of(0, 1), [1, 0]).logLoss).toBeCloseTo(-Math.log(1e-15), 6);
	});

	it('ranks infinite scores', () => {
		expect(rankingFigures(Float64Array.of(-Infinity, Infinity, -Infinity), [0, 1, 0]).auc).toBe(1);
	});

	it('is the same for rows in any order, and ranks are the same for any growing function of the scores', () => {
		const row = fc.tuple(fc.constantFrom(0, 0.1, 0.3, 0.30001, 0.5, 0.99, 1), fc.constantFrom(0, 1));
		fc.assert(
			fc.property(fc.array(row, { minLength: 2, maxLength: 40 }), (rows) => {
				fc.pre(rows.some(([, label]) => label === 1) && rows.some(([, label]) => label === 0));
				const of = (all: readonly (readonly [number, number])[], change = (score: number): number => score) =>
					[Float64Array.from(all, ([score]) => change(score)), all.map(([, label]) => label)] as const;
				const figures = evaluateScores(...of(rows));
				const turned = evaluateScores(...of(rows.toReversed()));
				for (const name of ['auc', 'averagePrecision', 'liftTopDecile', 'ks', 'logLoss', 'brier', 'ece'] as const) {
					expect(turned[name]).toBeCloseTo(figures[name], 12);
				}
				expect(rankingFigures(...of(rows, (score) => Math.exp(5 * score)))).toEqual(rankingFigures(...of(rows)));
				expect(rankingFigures(...of(rows, (score) => -score)).auc).toBeCloseTo(1 - figures.auc, 12);
			}),
		);
	});

	it('gives finite figures or a ModelError, whatever comes', () => {
		const score = fc.oneof(fc.double(), fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1, 5e-324));
		const row = fc.tuple(score, fc.constantFrom(0, 0, 0, 1, 1, 1, 2, NaN));
		fc.assert(
			fc.property(fc.array(row, { maxLength: 12 }), (rows) => {
				try {
					const figures = evaluateScores(
						Float64Array.from(rows, ([each]) => each),
						rows.map(([, label]) => label),
					);
					expect(Object.values(figures).every(Number.isFinite)).toBe(true);
				} catch (error) {
					expect(error).toBeInstanceOf(ModelError);
				}
			}),
			{ numRuns: 500 },
		);
	});

	it('agrees with the pairs counted one by one', () => {
		const row = fc.tuple(fc.integer({ min: 0, max: 5 }), fc.constantFrom(0, 1));
		fc.assert(
			fc.property(fc.array(row, { minLength: 2, maxLength: 30 }), (rows) => {
				const positives = rows.filter(([, label]) => label === 1);
				const negatives = rows.filter(([, label]) => label === 0);
				fc.pre(positives.length > 0 && negatives.length > 0);
				const wins = positives.flatMap(([p]) => negatives.map(([n]) => (p > n ? 1 : p === n ? 0.5 : 0)));
				const scores = Float64Array.from(rows, ([score]) => score);
				expect(
					rankingFigures(
						scores,
						rows.map(([, label]) => label),
					).auc,
				).toBeCloseTo(wins.reduce<number>((sum, win) => sum + win, 0) / wins.length, 12);
			}),
		);
	});

	it('gives the figures of knowing nothing but the base rate', () => {
		const figures = evaluateBaseRate(0.25, [1, 0, 0, 0]);
		expect(figures).toMatchObject({ auc: 0.5, averagePrecision: 0.25, liftTopDecile: 1, ks: 0, brier: 0.1875, ece: 0 });
		expect(figures.logLoss).toBeCloseTo(-(Math.log(0.25) + 3 * Math.log(0.75)) / 4, 12);
	});

	it.each([
		['one class', [0.1, 0.2], [0, 0], 'all 2 rows are of class 0 (expected both classes)'],
		['no row', [], [], 'all 0 rows'],
		['two lengths', [0.1], [0, 1], 'received 1 scores for 2 labels'],
		['NaN', [NaN, 0.5], [0, 1], 'the score at index 0 is NaN'],
		['no probability', [0.5, 1.5], [0, 1], 'the probability at index 1 is 1.5 (expected 0 to 1)'],
		['another label', [0.5, 0.5], [0, 2], 'the label at index 1 is 2 (expected 0 or 1)'],
	])('refuses %s', (_, scores, labels, message) => {
		const evaluate = (): unknown => evaluateScores(Float64Array.from(scores), labels);
		expect(evaluate).toThrow(ModelError);
		expect(evaluate).toThrow(message);
	});
});
