import { describe, expect, test } from 'vitest';
import { choosePurchaseModel } from '#models/purchase/choose-purchase-model.ts';
import type { PurchaseFold } from '#models/purchase/choose-purchase-model.ts';
import { summarizePurchases } from '#models/purchase/purchase-history.ts';
import type { PurchaseModel } from '#models/purchase/purchase-model.ts';
import { cdnowFolder, dayOf, readCdnowLog } from './real-logs.ts';
import { simulatePurchases } from './simulate-purchases.ts';

function foldOf(model: PurchaseModel['model'], seed: number): PurchaseFold {
	const { rows, purchases } = simulatePurchases({
		model,
		parameters: { r: 2, alpha: 8, a: 0.8, b: 0.9 },
		customers: 6000,
		ages: [20, 60],
		horizon: 26,
		seed,
	});
	return { rows, horizon: 26, actual: purchases };
}

test('finds the model that customers follow', () => {
	for (const model of ['bg-nbd', 'mbg-nbd'] as const) {
		const choice = choosePurchaseModel({ calendar: [foldOf(model, 31), foldOf(model, 32)], season: null });
		expect(choice.model).toBe(model);
		expect(choice.time).toBe('calendar');
		expect(choice.isBetterThanBaseline).toBe(true);
		expect(choice.level).toBeGreaterThan(0.9);
		expect(choice.level).toBeLessThan(1.1);
		expect(choice.reason).toContain(`${model} on calendar time`);
		expect(choice.candidates).toHaveLength(2);
		for (const candidate of choice.candidates) expect(candidate.folds).toHaveLength(2);
	}
});

test('takes the season clock when its totals are nearer', () => {
	const calendar = foldOf('mbg-nbd', 33);
	// The same customers, of whom the calendar's clock promises a horizon half too long.
	const wrong = { ...calendar, horizon: 39 };
	expect(choosePurchaseModel({ calendar: [wrong], season: [calendar] }).time).toBe('season');
	expect(choosePurchaseModel({ calendar: [calendar], season: [wrong] }).time).toBe('calendar');
});

test('is the MBG/NBD when there is nothing to validate on, and says why', () => {
	const choice = choosePurchaseModel({ calendar: [], season: null });
	expect(choice).toMatchObject({
		model: 'mbg-nbd',
		time: 'calendar',
		level: 1,
		baseline: null,
		isBetterThanBaseline: null,
	});
	expect(choice.reason).toBe('the MBG/NBD by default: there is no earlier time to validate on');
	const tiny = { x: Float64Array.of(1), tx: Float64Array.of(2), T: Float64Array.of(3) };
	const failed = choosePurchaseModel({
		calendar: [{ rows: tiny, horizon: 4, actual: Float64Array.of(1) }],
		season: null,
	});
	expect(failed.reason).toContain('mbg-nbd requires at least 10 customers');
	expect(failed.candidates.every(({ mae }) => mae === null)).toBe(true);
});

test('admits it when the same rate as before is nearer', () => {
	// Everybody goes on buying exactly as before: no model of dropout can be nearer than the rate itself.
	const { rows } = foldOf('bg-nbd', 34);
	const actual = rows.x.map((x, row) => (x / (rows.T[row] ?? 1)) * 26);
	const choice = choosePurchaseModel({ calendar: [{ rows, horizon: 26, actual }], season: null });
	expect(choice.isBetterThanBaseline).toBe(false);
});

describe.skipIf(cdnowFolder === null)('on CDNOW', () => {
	test('validated inside the calibration, picks the model with the lower error in the holdout', () => {
		const log = readCdnowLog(cdnowFolder ?? '', 'master');
		const foldTo = (end: string, until: string): PurchaseFold => {
			const history = summarizePurchases(log, { calibrationEnd: dayOf(end), holdoutEnd: dayOf(until) });
			return {
				rows: history,
				horizon: history.holdout?.horizon ?? 0,
				actual: history.holdout?.purchases ?? new Float64Array(),
			};
		};
		const folds = [foldTo('1997-05-31', '1997-07-31'), foldTo('1997-07-31', '1997-09-30')];
		const choice = choosePurchaseModel({ calendar: folds, season: null });
		// Holdout MAE of the 39 weeks after: MBG .794536, BG .818742 (cdnow/expected.json).
		expect(choice.model).toBe('mbg-nbd');
		expect(choice.isBetterThanBaseline).toBe(true);
	});
});
