import { describe, expect, it } from 'vitest';
import { parseEvidence } from '#lib/server/model-evidence.ts';
import { chosenCandidate, modelParameters, seriesChoices } from '#lib/server/model-parameters.ts';

const stored = (parameters: unknown): string => JSON.stringify(parameters);

const VALUE = {
	purchases: { model: 'mbg-nbd', parameters: { r: 1.5, alpha: 9 }, standardErrors: { r: 0.06, alpha: null } },
	spend: { model: 'gamma-gamma', parameters: { p: 10, q: 1.8 }, standardErrors: null },
	meanMoney: 221,
	clock: null,
	pace: { year: 0.93 },
};

describe('modelParameters', () => {
	it('lists those of purchases and money with their errors', () => {
		expect(modelParameters('customer-value', stored(VALUE))).toEqual([
			{ name: 'r', part: 'mbg-nbd', values: [1.5], error: 0.06 },
			{ name: 'alpha', part: 'mbg-nbd', values: [9], error: null },
			{ name: 'p', part: 'gamma-gamma', values: [10], error: null },
			{ name: 'q', part: 'gamma-gamma', values: [1.8], error: null },
			{ name: 'year', part: 'pace', values: [0.93], error: null },
		]);
	});

	it('lists the mean of all purchases where there is no model of money', () => {
		const names = modelParameters('customer-value', stored({ ...VALUE, spend: null })).map(({ name }) => name);
		expect(names).toEqual(['r', 'alpha', 'mean_money', 'year']);
	});

	it('tells the level of a category from its name, whatever stands in it', () => {
		const model = {
			intercept: -0.1,
			coefficients: [
				{ name: 'age_days', estimate: 0.2, standardError: 0.05 },
				{ name: 'source=a=b', estimate: -0.5 },
			],
		};
		expect(modelParameters('deal-win', stored({ model }))).toEqual([
			{ name: 'intercept', part: null, values: [-0.1], error: null },
			{ name: 'age_days', part: null, values: [0.2], error: 0.05 },
			{ name: 'a=b', part: 'source', values: [-0.5], error: null },
		]);
	});

	it('counts days since the last purchase forwards', () => {
		const cuts = { bins: 5, recency: [-300, -20], frequency: [2, 4], monetary: [50, 90.5] };
		expect(modelParameters('rfm-segments', stored(cuts)).map(({ values }) => values)).toEqual([
			[300, 20],
			[2, 4],
			[50, 90.5],
		]);
	});

	it.each(['null', '{', stored(null), stored({ model: 7 }), stored({ purchases: [] })])(
		'lists nothing of what is not ours: %s',
		(text) => {
			for (const model of ['customer-value', 'deal-win', 'rfm-segments', 'horoscope']) {
				expect(modelParameters(model, text)).toEqual([]);
			}
			expect(seriesChoices(text)).toEqual([]);
		},
	);
});

const series = (grain: string, spec: string) => ({
	series: 'total',
	seriesValue: null,
	grain,
	model: { spec, evidence: { origins: 6, scores: [{ name: 'ets', mae: 3, smape: 1 }], beatsBaselines: null } },
});

describe('seriesChoices', () => {
	it('tells of each series which model it has and what was tried', () => {
		expect(seriesChoices(stored({ models: [series('week', 'Theta')] }))).toEqual([
			{
				series: 'total',
				seriesValue: null,
				grain: 'week',
				spec: 'Theta',
				origins: 6,
				scores: [{ name: 'ets', mae: 3 }],
				beatsBaselines: null,
			},
		]);
	});
});

describe('chosenCandidate', () => {
	it('names the candidate as the evidence does', () => {
		expect(chosenCandidate('customer-value', 'mbg-nbd', stored(VALUE))).toBe('mbg-nbd');
		expect(chosenCandidate('customer-value', 'mbg-nbd', stored({ ...VALUE, clock: {} }))).toBe('mbg-nbd:season');
		expect(chosenCandidate('deal-win', 'logistic', stored({}))).toBe('logistic');
		const models = [series('month', 'Theta'), series('week', 'mean of ETS(A,N,N) and Theta')];
		expect(chosenCandidate('revenue-forecast', 'auto-forecast', stored({ models }))).toBe('mean');
		expect(chosenCandidate('revenue-forecast', 'none', 'null')).toBeNull();
	});
});

describe('parseEvidence', () => {
	it('takes evidence as it is stored, and counts anything else as none', () => {
		const evidence = {
			holdout: { from: '2026-01-01', to: '2026-03-31', n: 10 },
			figures: [{ id: 'mae', value: 1, baseline: null, better: 'lower' }],
			calibration: null,
			coverage: [{ level: 80, share: 0.7, n: 10 }],
			warnings: ['no_holdout'],
			candidates: [],
			baseline: 'same_rate',
		};
		expect(parseEvidence(JSON.stringify(evidence))).toEqual(evidence);
		for (const text of ['', '{}', '{"figures":[{"value":null}]}']) {
			expect(parseEvidence(text)).toMatchObject({ holdout: null, figures: [], warnings: [] });
		}
	});
});
