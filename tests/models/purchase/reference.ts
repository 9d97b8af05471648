/** Figures that other programs reached on the real logs (each file states its source and its tolerances). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { holdoutFigures } from '#models/purchase/holdout-figures.ts';
import { expectedPurchases, probabilityAlive } from '#models/purchase/predict-purchases.ts';
import type { PurchaseModel } from '#models/purchase/purchase-model.ts';
import type { PurchaseRows } from '#models/purchase/purchase-rows.ts';

export interface ReferenceFit {
	readonly params: Readonly<Record<string, number>>;
	readonly loglik: number;
	readonly aic: number;
	readonly holdout: {
		readonly predicted_total: number;
		readonly mae: number;
		readonly rmse: number;
		readonly pearson: number;
		readonly spearman: number;
		readonly mean_palive: number;
		readonly top_decile_share_of_transactions: number;
		readonly by_calibration_frequency: Readonly<Record<string, { n: number; actual: number; expected: number }>>;
	};
	readonly customers: readonly { id: string; x: number; p_alive: number; expected: number }[];
}

export interface ReferenceLog {
	readonly customers: number;
	readonly repeat_transactions_calibration: number;
	readonly holdout_transactions: number;
	readonly holdout_weeks_or_units: number;
	readonly bgnbd: ReferenceFit;
	readonly mbgnbd: ReferenceFit;
	readonly nbd_no_dropout: { readonly params: { readonly r: number; readonly alpha: number } };
	readonly baseline_same_rate_as_before: { readonly predicted_total: number; readonly mae: number };
	readonly gamma_gamma: {
		readonly params: Readonly<Record<'p' | 'q' | 'gamma', number>>;
		readonly loglik: number;
		readonly n: number;
		readonly population_mean: number;
		readonly corr_x_zbar: number;
		readonly first_10_expected_value: readonly number[];
	};
}

export function readExpected(folder: string | null, name: string): Readonly<Record<string, ReferenceLog>> {
	if (folder === null) return {};
	return JSON.parse(readFileSync(join(folder, name, 'expected.json'), 'utf8')) as Record<string, ReferenceLog>;
}

function expectWithin(received: number | null, expected: number, share: number, what: string): void {
	expect(
		Math.abs((received ?? Number.NaN) - expected),
		`${what}: ${received} instead of ${expected}`,
	).toBeLessThanOrEqual(share * Math.abs(expected));
}

/** The holdout of a reference within 1 %, its tolerance; P(alive) and expectations of its first customers too. */
export function expectReferencePredictions(
	model: PurchaseModel,
	rows: PurchaseRows,
	actual: Float64Array,
	horizon: number,
	reference: ReferenceFit,
): void {
	const expected = expectedPurchases(model, rows, horizon);
	const pAlive = probabilityAlive(model, rows);
	const figures = holdoutFigures(rows.x, actual, expected);
	const { holdout } = reference;
	expectWithin(figures.predictedTotal, holdout.predicted_total, 0.01, 'predicted total');
	expectWithin(figures.mae, holdout.mae, 0.01, 'mae');
	expectWithin(figures.rmse, holdout.rmse, 0.01, 'rmse');
	expectWithin(figures.pearson, holdout.pearson, 0.01, 'pearson');
	expectWithin(figures.spearman, holdout.spearman, 0.01, 'spearman');
	expectWithin(figures.topDecileShare, holdout.top_decile_share_of_transactions, 0.01, 'top decile');
	expectWithin(
		pAlive.reduce((sum, value) => sum + value, 0) / pAlive.length,
		holdout.mean_palive,
		0.01,
		'mean P(alive)',
	);
	for (const bin of figures.calibration) {
		const wanted = holdout.by_calibration_frequency[bin.x];
		expect(bin.customers).toBe(wanted?.n);
		expect(bin.actual).toBeCloseTo(wanted?.actual ?? Number.NaN, 3);
		expectWithin(bin.expected, wanted?.expected ?? Number.NaN, 0.01, `expected at x = ${bin.x}`);
	}
	for (const [row, customer] of reference.customers.entries()) {
		expect(rows.x[row]).toBe(customer.x);
		expectWithin(pAlive[row] ?? null, customer.p_alive, 0.01, `P(alive) of ${customer.id}`);
		expectWithin(expected[row] ?? null, customer.expected, 0.01, `expectation of ${customer.id}`);
	}
}
