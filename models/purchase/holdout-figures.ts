/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is below the common length */
import { pearsonCorrelation, spearmanCorrelation } from '../math/correlation.ts';
import { ModelError } from '../model-error.ts';
import type { PurchaseRows } from './purchase-rows.ts';

/** Customers with this many repeat purchases and more make up one row of the calibration table. */
const LAST_BIN = 7;

/** How purchases foretold agree with purchases made, over the customers of a holdout. */
export interface HoldoutFigures {
	readonly customers: number;
	readonly actualTotal: number;
	readonly predictedTotal: number;
	/** predictedTotal / actualTotal - 1; null when nothing was bought. */
	readonly totalError: number | null;
	/** Mean absolute error, in purchases a customer. */
	readonly mae: number;
	readonly rmse: number;
	/** Null when either column is constant. */
	readonly pearson: number | null;
	readonly spearman: number | null;
	/** Share of the purchases made that fell to the tenth of customers with the highest prediction; null without any. */
	readonly topDecileShare: number | null;
	/** Mean purchases made and foretold by repeat purchases in the calibration: 0 to 6, and 7 or more. */
	readonly calibration: readonly {
		readonly x: string;
		readonly customers: number;
		readonly actual: number;
		readonly expected: number;
	}[];
}

/**
 * Compares a prediction with what customers did.
 * @param x repeat purchases in the calibration
 * @throws ModelError (input) without customers, for columns of different length, or for a prediction that is no number
 */
export function holdoutFigures(x: Float64Array, actual: Float64Array, predicted: Float64Array): HoldoutFigures {
	const n = actual.length;
	if (n === 0 || x.length !== n || predicted.length !== n || !predicted.every(Number.isFinite)) {
		throw new ModelError('input', 'holdout figures require one finite prediction for each of at least one customer');
	}
	let absolute = 0;
	let squares = 0;
	for (let row = 0; row < n; row += 1) {
		const error = predicted[row]! - actual[row]!;
		absolute += Math.abs(error);
		squares += error * error;
	}
	const actualTotal = sum(actual);
	const predictedTotal = sum(predicted);
	return {
		customers: n,
		actualTotal,
		predictedTotal,
		totalError: actualTotal > 0 ? predictedTotal / actualTotal - 1 : null,
		mae: absolute / n,
		rmse: Math.sqrt(squares / n),
		pearson: pearsonCorrelation(predicted, actual),
		spearman: spearmanCorrelation(predicted, actual),
		topDecileShare: actualTotal > 0 ? sum(ofTopDecile(actual, predicted)) / actualTotal : null,
		calibration: calibrationByCount(x, actual, predicted),
	};
}

/**
 * The naive forecast that every model is held against: each customer goes on at the rate of before, x / T a unit of time.
 * Who was first seen on the last day (T = 0) is expected to buy nothing.
 * @example sameRateAsBefore({ x: Float64Array.of(3), tx: Float64Array.of(20), T: Float64Array.of(30) }, 10) // [1]
 */
export function sameRateAsBefore({ x, T }: PurchaseRows, horizon: number): Float64Array {
	return x.map((count, row) => (count === 0 ? 0 : (count / T[row]!) * horizon));
}

function sum(column: Float64Array): number {
	return column.reduce((total, value) => total + value, 0);
}

function ofTopDecile(actual: Float64Array, predicted: Float64Array): Float64Array {
	const order = Uint32Array.from(predicted.keys()).sort((a, b) => predicted[b]! - predicted[a]!);
	return Float64Array.from(order.subarray(0, Math.ceil(order.length / 10)), (row) => actual[row]!);
}

function calibrationByCount(x: Float64Array, actual: Float64Array, predicted: Float64Array) {
	const bins = Array.from({ length: LAST_BIN + 1 }, (_, count) => ({
		x: count === LAST_BIN ? `${LAST_BIN}+` : `${count}`,
		customers: 0,
		actual: 0,
		expected: 0,
	}));
	for (let row = 0; row < x.length; row += 1) {
		const bin = bins[Math.min(x[row]!, LAST_BIN)]!;
		bin.customers += 1;
		bin.actual += actual[row]!;
		bin.expected += predicted[row]!;
	}
	return bins
		.filter(({ customers }) => customers > 0)
		.map((bin) => ({ ...bin, actual: bin.actual / bin.customers, expected: bin.expected / bin.customers }));
}
