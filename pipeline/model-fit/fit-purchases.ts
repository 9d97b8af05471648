import type * as v from 'valibot';
import { fitBgNbd } from '#models/bg-nbd/bg-nbd.ts';
import { pointErrors } from '#models/forecast-evaluation/forecast-evaluation.ts';
import { pearsonCorrelation } from '#models/math/correlation.ts';
import { fitMbgNbd } from '#models/mbg-nbd/mbg-nbd.ts';
import { expectedPurchases, probabilityAlive } from '#models/purchase/predict-purchases.ts';
import type { PurchaseModel } from '#models/purchase/purchase-model.ts';
import { figureTable } from './figure-table.ts';
import type { InputTable } from './input-table.ts';
import { modelFit, timed } from './model-fit.ts';
import type { FitResult } from './model-fit.ts';
import { purchaseRows } from './purchase-input.ts';
import type { CustomerRows } from './purchase-input.ts';
import { purchaseOptions } from './purchase-options.ts';

type Options = v.InferOutput<typeof purchaseOptions>;

const COLUMNS = ['id', 'customer_id', 'x', 't_x', 'T', 'date'];
/** Units of time ahead where there is no holdout whose length could be taken. */
const DEFAULT_HORIZON = 12;

const FITS = { 'bg-nbd': fitBgNbd, 'mbg-nbd': fitMbgNbd } as const;

/** BG/NBD or MBG/NBD on customers or on a log of purchases. */
export function purchaseFit(name: keyof typeof FITS) {
	return modelFit({
		options: purchaseOptions,
		isWanted: (column) => COLUMNS.includes(column),
		fit: (table, options) => fitPurchases(name, table, options),
	});
}

function fitPurchases(name: keyof typeof FITS, table: InputTable, options: Options): FitResult {
	const rows = purchaseRows(table, options);
	const { result: model, seconds } = timed(() => FITS[name](rows));
	const { n, converged, degenerate, parameters, standardErrors, logLikelihood, aic, warnings } = model;
	const holdout = holdoutFigures(model, rows);
	const horizon = options.horizon ?? rows.holdout?.horizon ?? DEFAULT_HORIZON;
	const customers = options.customers ? customerFigures(model, rows, horizon) : null;
	const answer = { n, seconds, converged, degenerate, parameters, standardErrors, logLikelihood, aic, warnings };
	return {
		answer: { ...answer, ...(holdout && { holdout }), ...(customers && { horizon, customers }) },
		text: [
			figureTable(
				['parameter', 'estimate', 'standard error'],
				(['r', 'alpha', 'a', 'b'] as const).map((each) => [each, parameters[each], standardErrors[each]]),
			),
			`${n} customers, log-likelihood ${logLikelihood.toFixed(4)}, AIC ${aic.toFixed(4)}`,
			...(holdout ? [figureTable(Object.keys(holdout), [Object.values(holdout)])] : []),
			...(customers ? [customersText(customers)] : []),
		],
		notes: warnings,
	};
}

/** What the model expected of the holdout beside what came; null without a holdout. */
function holdoutFigures(model: PurchaseModel, rows: CustomerRows) {
	if (rows.holdout === null) return null;
	const { purchases, horizon } = rows.holdout;
	const expected = expectedPurchases(model, rows, horizon);
	const { mae, rmse } = pointErrors(purchases, expected, null);
	const pearson = pearsonCorrelation(purchases, expected);
	return { actualTotal: sumOf(purchases), predictedTotal: sumOf(expected), mae, rmse, pearson };
}

interface CustomerFigures {
	readonly id: string;
	readonly x: number;
	readonly t_x: number;
	readonly T: number;
	readonly pAlive: number;
	readonly expected: number;
}

function customerFigures(model: PurchaseModel, rows: CustomerRows, horizon: number): CustomerFigures[] {
	const alive = probabilityAlive(model, rows);
	const expected = expectedPurchases(model, rows, horizon);
	return rows.customer.map((id, row) => ({
		id,
		x: rows.x[row] ?? 0,
		t_x: rows.tx[row] ?? 0,
		T: rows.T[row] ?? 0,
		pAlive: alive[row] ?? 0,
		expected: expected[row] ?? 0,
	}));
}

function customersText(customers: readonly CustomerFigures[]): string {
	return figureTable(
		['id', 'x', 't_x', 'T', 'pAlive', 'expected'],
		customers.map(({ id, x, t_x: tx, T, pAlive, expected }) => [id, x, tx, T, pAlive, expected]),
	);
}

function sumOf(values: Float64Array): number {
	return values.reduce((sum, value) => sum + value, 0);
}
