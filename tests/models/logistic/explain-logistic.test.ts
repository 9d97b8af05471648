import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explainLogistic } from '#models/logistic/explain-logistic.ts';
import type { FeatureColumn } from '#models/logistic/feature-column.ts';
import { fitLogistic, predictLogOdds } from '#models/logistic/logistic.ts';
import type { LogisticModel } from '#models/logistic/logistic.ts';

/** Mean 10, deviation 2; half of the rows are at a, a quarter at b, a quarter at c. */
const MODEL: LogisticModel = {
	encoding: {
		features: [
			{ name: 'level', kind: 'category', levels: ['a', 'b', 'c'], shares: [0.5, 0.25, 0.25] },
			{ name: 'x', kind: 'number', mean: 10, deviation: 2 },
		],
		constant: [],
	},
	C: 1,
	n: 16,
	weight: 16,
	positiveWeight: 8,
	intercept: -1,
	interceptStandardError: 0.1,
	coefficients: [
		{ name: 'x', estimate: 0.5, standardError: 0.1 },
		{ name: 'level=b', estimate: 1, standardError: 0.1 },
		{ name: 'level=c', estimate: -3, standardError: 0.1 },
	],
	objective: 1,
	logLikelihood: -1,
	iterations: 1,
	converged: true,
	warnings: [],
};

function rows(x: readonly number[], levels: readonly (string | null)[]): FeatureColumn[] {
	return [
		{ name: 'x', kind: 'number', values: Float64Array.from(x) },
		{ name: 'level', kind: 'category', values: levels },
	];
}

describe('explainLogistic', () => {
	it('adds up from the average row, the strongest reason first', () => {
		const explanation = explainLogistic(MODEL, rows([0, 14], ['a', 'b']), 1);
		// An average row: −1 + 0.25 · 1 − 0.25 · 3 = −1.5. At b: 1 − (−0.5) more; 14 is two deviations above.
		expect(explanation).toEqual({
			probability: 0.7310585786300049,
			logOdds: 1,
			average: -1.5,
			reasons: [
				{ feature: 'level', value: 'b', contribution: 1.5, direction: 'raises', isUnknownLevel: false },
				{ feature: 'x', value: 14, contribution: 1, direction: 'raises', isUnknownLevel: false },
			],
		});
	});

	it('says what lowers, what does nothing and what is not known', () => {
		const explanation = explainLogistic(MODEL, rows([10], ['z']), 0);
		expect(explanation.reasons).toEqual([
			{ feature: 'level', value: 'z', contribution: 0.5, direction: 'raises', isUnknownLevel: true },
			{ feature: 'x', value: 10, contribution: 0, direction: 'neutral', isUnknownLevel: false },
		]);
		expect(explainLogistic(MODEL, rows([10], ['c']), 0).reasons[0]?.direction).toBe('lowers');
		expect(explainLogistic(MODEL, rows([10], [null]), 0).reasons[0]).toMatchObject({ value: 'missing' });
	});

	it('refuses a row that is not there, a column that is not there and NaN', () => {
		expect(() => explainLogistic(MODEL, rows([10], ['a']), 1)).toThrow('no row 1 (received 1)');
		expect(() => explainLogistic(MODEL, rows([10], ['a']).slice(1), 0)).toThrow('no column "x" that holds a number');
		expect(() => explainLogistic(MODEL, rows([NaN], ['a']), 0)).toThrow('column "x" is NaN at index 0');
	});

	it('adds up to the log odds that are predicted, whatever the row; names may hold "="', () => {
		const training: FeatureColumn[] = [
			{ name: 'a', kind: 'category', values: Array.from('xxyyzzxxyyzz', (level) => `b=${level}`) },
			{ name: 'a=b', kind: 'category', values: Array.from('xyxyzzxyxyzz') },
			{ name: 'n', kind: 'number', values: Float64Array.from({ length: 12 }, (_, row) => row) },
		];
		const model = fitLogistic(training, [0, 1, 0, 1, 1, 1, 0, 0, 1, 0, 1, 1]);
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 11 }), (row) => {
				const { logOdds, average, reasons } = explainLogistic(model, training, row);
				expect(logOdds).toBeCloseTo(predictLogOdds(model, training)[row] ?? NaN, 12);
				expect(reasons.reduce((sum, { contribution }) => sum + contribution, average)).toBeCloseTo(logOdds, 12);
			}),
		);
		const contributions = (feature: string): number[] =>
			training[0]?.values.map((_, row) => {
				const { reasons } = explainLogistic(model, training, row);
				return reasons.find((reason) => reason.feature === feature)?.contribution ?? NaN;
			}) as number[];
		for (const { name } of training) {
			expect(contributions(name).reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 10);
		}
	});
});
