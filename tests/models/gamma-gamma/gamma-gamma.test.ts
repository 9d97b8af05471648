import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectedSpend, fitGammaGamma } from '#models/gamma-gamma/gamma-gamma.ts';
import { spendObjective } from '#models/gamma-gamma/spend-likelihood.ts';
import type { GammaGammaModel, SpendParameters } from '#models/gamma-gamma/spend-model.ts';
import { logGamma } from '#models/math/log-gamma.ts';
import { createRandom } from '#models/math/random.ts';
import { codeColumn } from '#models/purchase/distinct-rows.ts';
import { summarizePurchases } from '#models/purchase/purchase-history.ts';
import {
	cdnowFolder,
	dayOf,
	inOrderOfIds,
	onlineRetailFolder,
	readCdnowLog,
	readCdnowSummary,
	readOnlineRetailLog,
} from '../purchase/real-logs.ts';
import { readExpected } from '../purchase/reference.ts';
import type { ReferenceLog } from '../purchase/reference.ts';

function expectReference(
	model: GammaGammaModel,
	rows: { x: Float64Array; monetary: Float64Array },
	log?: ReferenceLog,
) {
	const reference = log?.gamma_gamma;
	expect(model.n).toBe(reference?.n);
	expect(model.logLikelihood).toBeGreaterThan((reference?.loglik ?? 0) - 1e-3);
	for (const name of ['p', 'q', 'gamma'] as const) {
		expect(model.parameters[name] / (reference?.params[name] ?? 0)).toBeCloseTo(1, 2);
	}
	expect(model.populationMean / (reference?.population_mean ?? 0)).toBeCloseTo(1, 3);
	expect(model.correlation).toBeCloseTo(reference?.corr_x_zbar ?? 0, 3);
	expect(model).toMatchObject({ converged: true, degenerate: null, populationMeanFrom: 'model' });
	const spend = expectedSpend(model, rows);
	for (const [row, expected] of reference?.first_10_expected_value.entries() ?? []) {
		expect((spend[row] ?? 0) / expected).toBeCloseTo(1, 3);
	}
}

describe.skipIf(cdnowFolder === null)('on CDNOW', () => {
	const folder = cdnowFolder ?? '';
	const { tenth_sample_summary: tenth, master_log: master } = readExpected(cdnowFolder, 'cdnow');

	test('reaches the published optimum of the 1/10 sample', () => {
		const rows = readCdnowSummary(folder);
		const model = fitGammaGamma(rows);
		// Published: p 6.25, q 3.74, gamma 15.44.
		expect(model.parameters.p).toBeCloseTo(6.25, 2);
		expect(model.parameters.q).toBeCloseTo(3.74, 1);
		expect(model.parameters.gamma).toBeCloseTo(15.44, 1);
		expectReference(model, rows, tenth);
	});

	test('reaches the optimum of the whole log, where one customer’s repeat purchases come to nothing', () => {
		const history = summarizePurchases(readCdnowLog(folder, 'master'), { calibrationEnd: dayOf('1997-09-30') });
		const rows = inOrderOfIds(history);
		const model = fitGammaGamma(rows);
		expectReference(model, rows, master);
		expect(model.notPositive).toBe(1);
		expect(model.warnings).toEqual(['customers left out because their repeat purchases come to 0 or less: 1']);
	});
});

describe.skipIf(onlineRetailFolder === null)('on Online Retail', () => {
	test('reaches the reference’s optimum', () => {
		const log = readOnlineRetailLog(onlineRetailFolder ?? '');
		const rows = inOrderOfIds(summarizePurchases(log, { calibrationEnd: dayOf('2011-08-31') }));
		const expected = readExpected(onlineRetailFolder, 'online-retail');
		expectReference(fitGammaGamma(rows), rows, expected['btyd_calibration_to_2011-08-31']);
	});
});

/** Customers who spend exactly as the model says. */
function simulateSpend({ p, q, gamma }: SpendParameters, customers: number, seed: number) {
	const random = createRandom(seed);
	const x = Float64Array.from({ length: customers }, () => random.poisson(3));
	const monetary = x.map((count) => {
		const nu = random.gamma(q, gamma);
		return count > 0 ? random.gamma(p * count, nu) / count : 0;
	});
	return { x, monetary };
}

test('finds back the parameters that amounts were drawn from', () => {
	const parameters = { p: 3, q: 4, gamma: 60 };
	const model = fitGammaGamma(simulateSpend(parameters, 8000, 1));
	for (const name of ['p', 'q', 'gamma'] as const) {
		const error = model.standardErrors[name] ?? Number.NaN;
		expect(Math.abs(model.parameters[name] - parameters[name])).toBeLessThan(3 * error);
		expect(error).toBeLessThan(0.15 * parameters[name]);
	}
	expect(model.populationMean / 60).toBeCloseTo(1, 1);
});

test('the likelihood is the paper’s, and its gradient that of its values', () => {
	const rows = { x: Float64Array.of(1, 2, 1, 9), z: Float64Array.of(20, 35.5, 3, 120) };
	const objective = spendObjective({ x: codeColumn(rows.x), z: rows.z });
	const logarithm = fc.double({ min: -3, max: 4, noNaN: true });
	fc.assert(
		fc.property(logarithm, logarithm, logarithm, (...point) => {
			const [p, q, g] = point.map(Math.exp) as [number, number, number];
			// Fader & Hardie, note 025, equation 1a.
			const paper = rows.x.reduce((sum, x, row) => {
				const z = rows.z[row] ?? 0;
				const gammas = logGamma(p * x + q) - logGamma(p * x) - logGamma(q);
				const powers = q * Math.log(g) + (p * x - 1) * Math.log(z) + p * x * Math.log(x);
				return sum + gammas + powers - (p * x + q) * Math.log(g + x * z);
			}, 0);
			const gradient = new Float64Array(3);
			const value = objective(Float64Array.from(point), gradient);
			expect(Math.abs(value + paper)).toBeLessThan(1e-8 * (1 + Math.abs(paper)));
			for (const axis of [0, 1, 2]) {
				const shifted = (by: number) => Float64Array.from(point, (at, index) => (index === axis ? at + by : at));
				const scratch = new Float64Array(3);
				const slope = (objective(shifted(1e-5), scratch) - objective(shifted(-1e-5), scratch)) / 2e-5;
				expect(Math.abs((gradient[axis] ?? 0) - slope)).toBeLessThan(1e-4 + 1e-6 * Math.abs(slope));
			}
		}),
	);
});

test('an own mean counts the more the more purchases it is of', () => {
	const model = { ...fitGammaGamma(simulateSpend({ p: 3, q: 4, gamma: 60 }, 500, 2)) };
	const at = (x: number) => expectedSpend(model, { x: Float64Array.of(x), monetary: Float64Array.of(200) })[0] ?? 0;
	expect(at(0)).toBe(model.populationMean);
	expect(at(1)).toBeGreaterThan(at(0));
	expect(at(5)).toBeGreaterThan(at(1));
	expect(at(1000)).toBeCloseTo(200, 0);
});

test('follows Fader & Hardie’s worked example', () => {
	// (15.44 + 2 · 22.35) · 6.25 / (2 · 6.25 + 3.74 - 1) = 24.66, and pg / (q - 1) = 35.22.
	const parameters = { p: 6.25, q: 3.74, gamma: 15.44 };
	const model = { ...fitGammaGamma(simulateSpend(parameters, 100, 3)), parameters, populationMean: 96.5 / 2.74 };
	const spend = expectedSpend(model, { x: Float64Array.of(2, 0), monetary: Float64Array.of(22.35, 0) });
	expect(spend[0]).toBeCloseTo(24.66, 2);
	expect(spend[1]).toBeCloseTo(35.22, 2);
});

test('one amount for all is named, and is the answer', () => {
	const rows = { x: new Float64Array(20).fill(2), monetary: new Float64Array(20).fill(9.99) };
	const model = fitGammaGamma(rows);
	expect(model).toMatchObject({ degenerate: 'constant', logLikelihood: null, aic: null, populationMean: 9.99 });
	expect(model.warnings).toEqual(['all purchases come to one amount']);
	expect(expectedSpend(model, { x: Float64Array.of(0, 3), monetary: Float64Array.of(0, 9.99) })).toEqual(
		Float64Array.of(9.99, 9.99),
	);
	const nearly = rows.monetary.map((amount, row) => amount + (row % 7) * 1e-6);
	expect(fitGammaGamma({ x: rows.x, monetary: nearly }).degenerate).toBe('constant');
});

test('customers who always spend their own amount are named, and so are customers who all spend alike', () => {
	const random = createRandom(4);
	const x = Float64Array.from({ length: 600 }, () => 1 + random.poisson(4));
	const own = fitGammaGamma({ x, monetary: x.map(() => 1 / random.gamma(3, 100)) });
	expect(own.degenerate).toBe('own-constant');
	const alike = fitGammaGamma({ x, monetary: x.map((count) => random.gamma(2 * count, 0.1) / count) });
	expect(alike.degenerate).toBe('common');
	expect(alike.populationMean).toBeCloseTo(20, 0);
	for (const model of [own, alike]) {
		const spend = expectedSpend(model, { x: Float64Array.of(4), monetary: Float64Array.of(30) })[0];
		expect(Number.isFinite(spend)).toBe(true);
	}
});

test('without a mean of the distribution the observed one stands in, and it says so', () => {
	const rows = simulateSpend({ p: 4, q: 0.6, gamma: 5 }, 3000, 5);
	const model = fitGammaGamma(rows);
	expect(model.parameters.q).toBeLessThan(1);
	expect(model.populationMeanFrom).toBe('observed');
	expect(model.warnings.join()).toContain('q is 1 or less');
	const [none = 0, some = 0] = expectedSpend(model, { x: Float64Array.of(0, 1), monetary: Float64Array.of(0, 40) });
	expect(none).toBe(model.populationMean);
	expect(some).toBeGreaterThan(0);
	// Where p x + q <= 1 even a customer's own expectation does not exist.
	const heavy = { ...model, parameters: { p: 0.2, q: 0.5, gamma: 5 } };
	expect(expectedSpend(heavy, { x: Float64Array.of(1), monetary: Float64Array.of(40) })[0]).toBe(40);
});

test('expectations are positive and finite for any customer', () => {
	const model = fitGammaGamma(simulateSpend({ p: 3, q: 4, gamma: 60 }, 200, 6));
	const parameter = fc.double({ min: 1e-3, max: 1e6, noNaN: true });
	fc.assert(
		fc.property(
			fc.record({ p: parameter, q: parameter, gamma: parameter }),
			fc.integer({ min: 0, max: 1000 }),
			fc.double({ min: -1e6, max: 1e9, noNaN: true }),
			(parameters, x, z) => {
				const spend = expectedSpend({ ...model, parameters }, { x: Float64Array.of(x), monetary: Float64Array.of(z) });
				expect(Number.isFinite(spend[0]) && (spend[0] ?? 0) > 0).toBe(true);
			},
		),
	);
});

test('refuses too few customers and rows that are no numbers, in words', () => {
	const rows = { x: new Float64Array(12).fill(1), monetary: new Float64Array(12).fill(-3) };
	expect(() => fitGammaGamma(rows)).toThrow(
		'gamma-gamma requires at least 10 customers with a repeat purchase and positive money, received 0',
	);
	expect(() => fitGammaGamma({ x: Float64Array.of(1), monetary: Float64Array.of(Number.NaN) })).toThrow(
		'row 1 (x 1, monetary NaN): the mean money of repeat purchases must be a finite number',
	);
	expect(() => fitGammaGamma({ x: Float64Array.of(-1), monetary: Float64Array.of(3) })).toThrow(
		'row 1 (x -1): x must be a whole number of repeat purchases, 0 or more',
	);
	expect(() => fitGammaGamma({ x: Float64Array.of(1), monetary: new Float64Array() })).toThrow(
		'columns of spend must have one length, received 1 x and 0 monetary',
	);
});
