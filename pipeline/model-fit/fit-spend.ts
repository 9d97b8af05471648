import type * as v from 'valibot';
import { expectedSpend, fitGammaGamma } from '#models/gamma-gamma/gamma-gamma.ts';
import { figureTable } from './figure-table.ts';
import type { InputTable } from './input-table.ts';
import { modelFit, timed } from './model-fit.ts';
import type { FitResult } from './model-fit.ts';
import { spendRows } from './purchase-input.ts';
import { purchaseOptions } from './purchase-options.ts';

type Options = v.InferOutput<typeof purchaseOptions>;

const COLUMNS = ['id', 'customer_id', 'frequency', 'monetary_value', 'date', 'amount'];

/** Gamma-Gamma on customers or on a log of purchases with their amounts. */
export const spendFit = modelFit({
	options: purchaseOptions,
	isWanted: (column) => COLUMNS.includes(column),
	fit: fitSpend,
});

function fitSpend(table: InputTable, options: Options): FitResult {
	const rows = spendRows(table, options);
	const { result: model, seconds } = timed(() => fitGammaGamma(rows));
	const { n, converged, degenerate, parameters, standardErrors, logLikelihood, aic } = model;
	const { populationMean, correlation, warnings } = model;
	const expected = options.customers ? expectedSpend(model, rows) : null;
	const customers = expected && rows.customer.map((id, row) => customerFigures(id, rows, expected, row));
	const answer = { n, seconds, converged, degenerate, parameters, standardErrors, logLikelihood, aic };
	return {
		answer: { ...answer, populationMean, correlation, warnings, ...(customers && { customers }) },
		text: [
			figureTable(
				['parameter', 'estimate', 'standard error'],
				(['p', 'q', 'gamma'] as const).map((each) => [each, parameters[each], standardErrors[each]]),
			),
			`${n} customers, log-likelihood ${logLikelihood?.toFixed(4) ?? 'none'}, mean ${populationMean.toFixed(2)} a purchase`,
			...(customers ? [figureTable(['id', 'x', 'monetary', 'expected'], customers.map(Object.values))] : []),
		],
		notes: warnings,
	};
}

function customerFigures(
	id: string,
	{ x, monetary }: { readonly x: Float64Array; readonly monetary: Float64Array },
	expected: Float64Array,
	row: number,
) {
	return { id, frequency: x[row] ?? 0, monetary_value: monetary[row] ?? 0, expected: expected[row] ?? 0 };
}
