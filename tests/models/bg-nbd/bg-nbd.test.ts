import { describe, expect, test } from 'vitest';
import { fitBgNbd } from '#models/bg-nbd/bg-nbd.ts';
import { maximiseLikelihood } from '#models/math/maximum-likelihood.ts';
import { createRandom } from '#models/math/random.ts';
import { betaGeometricObjective } from '#models/purchase/beta-geometric-likelihood.ts';
import { groupRows } from '#models/purchase/distinct-rows.ts';
import { predictPurchases } from '#models/purchase/predict-purchases.ts';
import { summarizePurchases } from '#models/purchase/purchase-history.ts';
import {
	cdnowFolder,
	dayOf,
	firstSeenBy,
	inOrderOfIds,
	onlineRetailFolder,
	readCdnowLog,
	readCdnowSummary,
	readOnlineRetailLog,
} from '../purchase/real-logs.ts';
import { expectReferencePredictions, readExpected } from '../purchase/reference.ts';
import { simulatePurchases } from '../purchase/simulate-purchases.ts';

describe.skipIf(cdnowFolder === null)('on CDNOW', () => {
	const folder = cdnowFolder ?? '';
	const { tenth_sample_summary: tenth, master_log: master } = readExpected(cdnowFolder, 'cdnow');

	test('reaches the published optimum of the 1/10 sample and its holdout', () => {
		const { actual, ...rows } = readCdnowSummary(folder);
		const model = fitBgNbd(rows);
		// Published: r .243, alpha 4.414, a .793, b 2.426, LL -9582.4 (Fader, Hardie & Lee 2005).
		expect(model.parameters.r).toBeCloseTo(0.243, 3);
		expect(model.parameters.alpha).toBeCloseTo(4.414, 3);
		expect(model.parameters.a).toBeCloseTo(0.793, 3);
		expect(model.parameters.b).toBeCloseTo(2.426, 3);
		expect(model.logLikelihood).toBeGreaterThan((tenth?.bgnbd.loglik ?? 0) - 1e-3);
		expect(model.aic).toBeCloseTo(tenth?.bgnbd.aic ?? 0, 2);
		expect(model).toMatchObject({ model: 'bg-nbd', n: 2357, converged: true, degenerate: null, warnings: [] });
		if (tenth !== undefined) expectReferencePredictions(model, rows, actual, 39, tenth.bgnbd);
	});

	test('reaches the optimum of the whole log and its holdout', () => {
		const history = summarizePurchases(readCdnowLog(folder, 'master'), { calibrationEnd: dayOf('1997-09-30') });
		const { actual, horizon, ...rows } = inOrderOfIds(history);
		const model = fitBgNbd(rows);
		expect(model.n).toBe(master?.customers);
		expect(horizon).toBe(39);
		expect(model.logLikelihood).toBeGreaterThan((master?.bgnbd.loglik ?? 0) - 1e-3);
		for (const [name, value] of Object.entries(model.parameters)) {
			expect(value / (master?.bgnbd.params[name] ?? 0)).toBeCloseTo(1, 2);
		}
		if (master !== undefined) expectReferencePredictions(model, rows, actual, horizon, master.bgnbd);
	});
});

describe.skipIf(onlineRetailFolder === null)('on Online Retail, where nobody drops out', () => {
	const expected = readExpected(onlineRetailFolder, 'online-retail');
	const log = onlineRetailFolder === null ? null : readOnlineRetailLog(onlineRetailFolder);

	test.each([
		['all customers', 'btyd_calibration_to_2011-08-31', '2011-08-31', '2011-12-31'],
		[
			'the first month’s customers',
			'btyd_cohort_first_seen_2010-12_calibration_to_2011-06-30',
			'2011-06-30',
			'2010-12-31',
		],
	])('reaches the likelihood of the NBD, says so and foretells by it: %s', (_name, key, end, lastFirstDay) => {
		const reference = expected[key];
		if (log === null || reference === undefined) throw new Error('the log or its figures are missing');
		const history = summarizePurchases(firstSeenBy(log, dayOf(lastFirstDay)), { calibrationEnd: dayOf(end) });
		const { actual, horizon, ...rows } = inOrderOfIds(history);
		expect(rows.x.length).toBe(reference.customers);
		expect(horizon).toBeCloseTo(reference.holdout_weeks_or_units, 12);
		const model = fitBgNbd(rows);
		expect(model.logLikelihood).toBeGreaterThan(reference.bgnbd.loglik - 1e-3);
		expect(model.degenerate).toBe('nbd');
		expect(model.converged).toBe(true);
		expect(model.warnings.join()).toContain('no dropout found');
		expect(model.parameters.r / reference.nbd_no_dropout.params.r).toBeCloseTo(1, 3);
		expect(model.parameters.alpha / reference.nbd_no_dropout.params.alpha).toBeCloseTo(1, 3);
		expect(model.standardErrors.a).toBeNull();
		expect(model.standardErrors.r).toBeGreaterThan(0);
		expectReferencePredictions(model, rows, actual, horizon, reference.bgnbd);
	});
});

test('finds back the parameters that purchases were drawn from', () => {
	const parameters = { r: 0.8, alpha: 6, a: 0.7, b: 2.5 };
	const { rows } = simulatePurchases({
		model: 'bg-nbd',
		parameters,
		customers: 12_000,
		ages: [20, 60],
		horizon: 0,
		seed: 11,
	});
	const model = fitBgNbd(rows);
	for (const name of ['r', 'alpha', 'a', 'b'] as const) {
		const error = model.standardErrors[name] ?? Number.NaN;
		expect(Math.abs(model.parameters[name] - parameters[name])).toBeLessThan(3 * error);
		expect(error).toBeLessThan(0.15 * parameters[name]);
	}
});

test('does not depend on the order of the rows, and scales with the unit of time', () => {
	const { rows } = simulatePurchases({
		model: 'bg-nbd',
		parameters: { r: 1, alpha: 5, a: 1, b: 3 },
		customers: 500,
		ages: [10, 30],
		horizon: 0,
		seed: 3,
	});
	const model = fitBgNbd(rows);
	const reversed = fitBgNbd({ x: rows.x.toReversed(), tx: rows.tx.toReversed(), T: rows.T.toReversed() });
	expect(reversed.logLikelihood).toBeCloseTo(model.logLikelihood, 6);
	const inDays = fitBgNbd({ x: rows.x, tx: rows.tx.map((t) => 7 * t), T: rows.T.map((t) => 7 * t) });
	expect(inDays.parameters.alpha / model.parameters.alpha).toBeCloseTo(7, 2);
	expect(inDays.parameters.r).toBeCloseTo(model.parameters.r, 3);
});

test('names one common rate without dropout', () => {
	// Everybody buys at .5 a week until the end: r and alpha grow without bound, a goes to 0.
	const { rows } = simulatePurchases({
		model: 'bg-nbd',
		parameters: { r: 1e7, alpha: 2e7, a: 1e-9, b: 1 },
		customers: 400,
		ages: [20, 20],
		horizon: 0,
		seed: 4,
	});
	const model = fitBgNbd(rows);
	expect(model.degenerate).toBe('poisson');
	const { pAlive, expected } = predictPurchases(model, rows, 10);
	expect(pAlive.every((chance) => chance === 1)).toBe(true);
	for (const value of expected) expect(value).toBeCloseTo(5, 0);
});

test('names a common rate with dropout', () => {
	const { rows } = simulatePurchases({
		model: 'bg-nbd',
		parameters: { r: 1e7, alpha: 2e7, a: 0.8, b: 2 },
		customers: 4000,
		ages: [30, 60],
		horizon: 0,
		seed: 6,
	});
	expect(fitBgNbd(rows).degenerate).toBe('common-rate');
});

test('names a common chance of dropout', () => {
	// All drop out after their fifth purchase: more alike than any differing chances would have it.
	const random = createRandom(1);
	const tx = Float64Array.from({ length: 400 }, () => random.gamma(5, random.gamma(3, 2)));
	const rows = { x: tx.map(() => 5), tx, T: tx.map((time) => time + 200) };
	const model = fitBgNbd(rows);
	expect(model.degenerate).toBe('common-dropout');
	expect(model.parameters.a / (model.parameters.a + model.parameters.b)).toBeCloseTo(1 / 5, 2);
});

test('names customers who drop out at their first chance or never', () => {
	// Half of them buy once more and are silent for years, the others go on until the end.
	const random = createRandom(2);
	const rows = { x: new Float64Array(300), tx: new Float64Array(300), T: new Float64Array(300).fill(200) };
	for (let row = 0; row < 300; row += 1) {
		const isGone = row % 2 === 0;
		const rate = random.gamma(2, 4);
		rows.x[row] = isGone ? 1 : 20 + random.poisson(180 * rate);
		rows.tx[row] = isGone ? Math.min(random.exponential(rate), 20) : 198 + random.uniform();
	}
	const model = fitBgNbd(rows);
	expect(model.degenerate).toBe('never-or-at-once');
	expect(model.parameters.a / (model.parameters.a + model.parameters.b)).toBeCloseTo(0.5, 2);
	const { pAlive } = predictPurchases(model, rows, 10);
	expect(pAlive.every((chance, row) => (row % 2 === 0 ? chance < 0.02 : chance > 0.98))).toBe(true);
});

test('finds the highest of several peaks in small logs', () => {
	const random = createRandom(5);
	const between = (low: number, high: number): number => Math.exp(low + (high - low) * random.uniform());
	for (let seed = 0; seed < 12; seed += 1) {
		const { rows } = simulatePurchases({
			model: 'bg-nbd',
			parameters: { r: between(-2, 2), alpha: between(0, 4), a: between(-4, 2), b: between(-1, 3) },
			customers: 150,
			ages: [10, 80],
			horizon: 0,
			seed,
		});
		const objective = betaGeometricObjective(groupRows(rows), 0);
		const starts = Array.from({ length: 20 }, () => [between(-3, 3), between(-1, 5), between(-4, 3), between(-3, 4)]);
		const best = maximiseLikelihood(objective, starts, rows.x.length);
		expect(fitBgNbd(rows).logLikelihood).toBeGreaterThan(best.logLikelihood - 1e-3);
	}
});

test('is plain JSON that predicts the same after storage', () => {
	const { rows } = simulatePurchases({
		model: 'bg-nbd',
		parameters: { r: 1, alpha: 5, a: 1, b: 3 },
		customers: 300,
		ages: [10, 30],
		horizon: 0,
		seed: 5,
	});
	const model = fitBgNbd(rows);
	const stored = JSON.parse(JSON.stringify(model)) as typeof model;
	expect(stored).toEqual(model);
	expect(predictPurchases(stored, rows, 12)).toEqual(predictPurchases(model, rows, 12));
});

test('refuses too few customers and customers who never came back, in words', () => {
	const nobody = { x: new Float64Array(40), tx: new Float64Array(40), T: new Float64Array(40).fill(30) };
	expect(() => fitBgNbd(nobody)).toThrow(
		'bg-nbd requires at least 10 customers, 3 of them with a repeat purchase, received 40 and 0',
	);
	const few = { x: new Float64Array(4).fill(1), tx: new Float64Array(4).fill(2), T: new Float64Array(4).fill(30) };
	expect(() => fitBgNbd(few)).toThrow('received 4 and 4');
});

test('warns when few customers came back', () => {
	const { rows } = simulatePurchases({
		model: 'bg-nbd',
		parameters: { r: 0.3, alpha: 5, a: 1, b: 3 },
		customers: 60,
		ages: [10, 30],
		horizon: 0,
		seed: 8,
	});
	expect(fitBgNbd(rows).warnings.join()).toMatch(/only \d+ customers bought again/);
});
