import { describe, expect, test } from 'vitest';
import { fitMbgNbd } from '#models/mbg-nbd/mbg-nbd.ts';
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
		const model = fitMbgNbd(rows);
		// Published in the tests of CamDavidsonPilon/lifetimes: .525, 6.183, .891, 1.614.
		expect(model.parameters.r).toBeCloseTo(0.525, 3);
		expect(model.parameters.alpha).toBeCloseTo(6.183, 3);
		expect(model.parameters.a).toBeCloseTo(0.891, 3);
		expect(model.parameters.b).toBeCloseTo(1.614, 3);
		expect(model.logLikelihood).toBeGreaterThan((tenth?.mbgnbd.loglik ?? 0) - 1e-3);
		expect(model).toMatchObject({ model: 'mbg-nbd', n: 2357, converged: true, degenerate: null, warnings: [] });
		if (tenth !== undefined) expectReferencePredictions(model, rows, actual, 39, tenth.mbgnbd);
	});

	test('reaches the optimum of the whole log and its holdout', () => {
		const history = summarizePurchases(readCdnowLog(folder, 'master'), { calibrationEnd: dayOf('1997-09-30') });
		const { actual, horizon, ...rows } = inOrderOfIds(history);
		const model = fitMbgNbd(rows);
		expect(model.logLikelihood).toBeGreaterThan((master?.mbgnbd.loglik ?? 0) - 1e-3);
		for (const [name, value] of Object.entries(model.parameters)) {
			expect(value / (master?.mbgnbd.params[name] ?? 0)).toBeCloseTo(1, 2);
		}
		if (master !== undefined) expectReferencePredictions(model, rows, actual, horizon, master.mbgnbd);
	});
});

describe.skipIf(onlineRetailFolder === null)('on Online Retail, where nobody drops out', () => {
	const expected = readExpected(onlineRetailFolder, 'online-retail');
	const all = onlineRetailFolder === null ? null : readOnlineRetailLog(onlineRetailFolder);

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
		if (all === null || reference === undefined) throw new Error('the log or its figures are missing');
		const log = firstSeenBy(all, dayOf(lastFirstDay));
		const history = summarizePurchases(log, { calibrationEnd: dayOf(end) });
		const { actual, horizon, ...rows } = inOrderOfIds(history);
		const model = fitMbgNbd(rows);
		expect(model.logLikelihood).toBeGreaterThan(reference.mbgnbd.loglik - 1e-3);
		expect(model.degenerate).toBe('nbd');
		expectReferencePredictions(model, rows, actual, horizon, reference.mbgnbd);
	});
});

test('finds back the parameters that purchases were drawn from', () => {
	const parameters = { r: 1.2, alpha: 8, a: 0.9, b: 2.2 };
	const { rows } = simulatePurchases({
		model: 'mbg-nbd',
		parameters,
		customers: 12_000,
		ages: [20, 60],
		horizon: 0,
		seed: 12,
	});
	const model = fitMbgNbd(rows);
	for (const name of ['r', 'alpha', 'a', 'b'] as const) {
		const error = model.standardErrors[name] ?? Number.NaN;
		expect(Math.abs(model.parameters[name] - parameters[name])).toBeLessThan(3 * error);
		expect(error).toBeLessThan(0.2 * parameters[name]);
	}
});

test('refuses too few customers in words', () => {
	const few = { x: Float64Array.of(1), tx: Float64Array.of(2), T: Float64Array.of(30) };
	expect(() => fitMbgNbd(few)).toThrow('mbg-nbd requires at least 10 customers, 3 of them with a repeat purchase');
});
