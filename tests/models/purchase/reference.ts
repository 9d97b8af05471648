/** The real logs and the figures that other programs reached on them (each file states its source and its tolerances). */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect } from 'vitest';
import { holdoutFigures } from '#models/purchase/holdout-figures.ts';
import { expectedPurchases, probabilityAlive } from '#models/purchase/predict-purchases.ts';
import type { PurchaseHistory, PurchaseLog } from '#models/purchase/purchase-history.ts';
import type { PurchaseModel } from '#models/purchase/purchase-model.ts';
import type { PurchaseRows } from '#models/purchase/purchase-rows.ts';
import { examplesWith } from '../../support/example-file.ts';

export const cdnowFolder = examplesWith('cdnow/expected.json');
export const onlineRetailFolder = examplesWith('online-retail/expected.json');

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

function linesOf(file: string): string[] {
	const bytes = readFileSync(file);
	const text = file.endsWith('.gz') ? gunzipSync(bytes).toString('utf8') : bytes.toString('utf8');
	return text.trimEnd().split('\n').slice(1);
}

/** Days since 1970-01-01. */
export function dayOf(date: string): number {
	return Date.parse(date.slice(0, 10)) / 86_400_000;
}

/** The 1/10 sample as the papers use it: x to 1997-09-30, what came in the 39 weeks after, mean money. */
export function readCdnowSummary(folder: string) {
	const rows = linesOf(join(folder, 'cdnow', 'cdnow_summary.csv')).map((line) => line.split(',').map(Number));
	const column = (index: number): Float64Array => Float64Array.from(rows, (row) => row[index] ?? Number.NaN);
	return { x: column(1), tx: column(2), T: column(3), actual: column(4), monetary: column(5) };
}

/** The log of the 1/10 sample, or of all customers. */
export function readCdnowLog(folder: string, which: 'sample' | 'master'): PurchaseLog {
	const file = which === 'sample' ? 'cdnow_sample.csv' : 'cdnow_master.csv.gz';
	const [customer, date, amount] = which === 'sample' ? [1, 2, 4] : [0, 1, 3];
	const rows = linesOf(join(folder, 'cdnow', file)).map((line) => line.split(','));
	return {
		customer: rows.map((row) => row[customer] ?? ''),
		day: Int32Array.from(rows, (row) => dayOf(row[date] ?? '')),
		amount: Float64Array.from(rows, (row) => Number(row[amount])),
	};
}

/** Online Retail by the clean rule of its file: a customer, Quantity > 0, UnitPrice > 0, no cancellation. */
export function readOnlineRetailLog(folder: string): PurchaseLog {
	const customer: string[] = [];
	const day: number[] = [];
	const amount: number[] = [];
	for (const line of linesOf(join(folder, 'online-retail', 'online_retail.csv.gz'))) {
		const cells = line.split(',');
		const [quantity = '', date = '', price = '', id = ''] = cells.slice(-5, -1);
		if (id === '' || cells[0]?.startsWith('C') || Number(quantity) <= 0 || Number(price) <= 0) continue;
		customer.push(id);
		day.push(dayOf(date));
		amount.push(Number(quantity) * Number(price));
	}
	return { customer, day: Int32Array.from(day), amount: Float64Array.from(amount) };
}

/** Of a log the customers first seen by a day. */
export function firstSeenBy(log: PurchaseLog, lastDay: number): PurchaseLog {
	const first = new Map<string, number>();
	for (const [row, id] of log.customer.entries()) {
		first.set(id, Math.min(first.get(id) ?? Infinity, log.day[row] ?? Infinity));
	}
	const kept = [...log.customer.keys()].filter((row) => (first.get(log.customer[row] ?? '') ?? Infinity) <= lastDay);
	return {
		customer: kept.map((row) => log.customer[row] ?? ''),
		day: Int32Array.from(kept, (row) => log.day[row] ?? 0),
		amount: Float64Array.from(kept, (row) => log.amount?.[row] ?? 0),
	};
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

/** The customers of a history in the order of their ids, as the references list them. */
export function inOrderOfIds(history: PurchaseHistory) {
	const order = [...history.customer.keys()].sort((a, b) =>
		(history.customer[a] ?? '') < (history.customer[b] ?? '') ? -1 : 1,
	);
	const pick = (column: Float64Array | null | undefined): Float64Array =>
		Float64Array.from(order, (row) => column?.[row] ?? Number.NaN);
	return {
		x: pick(history.x),
		tx: pick(history.tx),
		T: pick(history.T),
		monetary: pick(history.monetary),
		actual: pick(history.holdout?.purchases),
		horizon: history.holdout?.horizon ?? Number.NaN,
	};
}
