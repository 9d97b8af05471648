import * as v from 'valibot';
import { customersFromLog } from '#models/rfm/customers-from-log.ts';
import type { LoggedCustomers } from '#models/rfm/customers-from-log.ts';
import { fitRfm, predictRfm } from '#models/rfm/rfm.ts';
import type { RfmScores } from '#models/rfm/rfm.ts';
import { summarizeRfm } from '#models/rfm/summarize-rfm.ts';
import { figureTable } from './figure-table.ts';
import { dayIn, dayText } from './input-table.ts';
import type { InputTable } from './input-table.ts';
import { modelFit, timed } from './model-fit.ts';
import type { FitResult } from './model-fit.ts';
import { dayOrNull, whole } from './options.ts';
import { spendLog } from './purchase-input.ts';

const rfmOptions = v.strictObject({
	asOf: v.optional(dayOrNull, null),
	bins: v.optional(whole(2, 10), 5),
	customers: v.optional(v.boolean(), false),
});

const COLUMNS = ['customer_id', 'date', 'amount'];

/** RFM segments on a log of purchases with their amounts. */
export const rfmFit = modelFit({
	options: rfmOptions,
	isWanted: (column) => COLUMNS.includes(column),
	fit: fitSegments,
});

function fitSegments(table: InputTable, options: v.InferOutput<typeof rfmOptions>): FitResult {
	const log = spendLog(table);
	const asOf = options.asOf === null ? null : dayIn(options.asOf);
	const end = asOf ?? log.day.reduce((latest, day) => Math.max(latest, day), -Infinity) + 1;
	const customers = customersFromLog(log, end);
	const { result: model, seconds } = timed(() => fitRfm(customers, { bins: options.bins }));
	const scores = predictRfm(model, customers);
	const segments = summarizeRfm(customers, scores.segments);
	const each = options.customers ? customers.customer.map((_, row) => customerFigures(customers, scores, row)) : null;
	const answer = { n: model.n, seconds, converged: true, degenerate: null, asOf: dayText(end), bins: model.bins };
	return {
		answer: { ...answer, leftOut: customers.leftOut, segments, ...(each && { customers: each }) },
		text: [
			figureTable(
				['segment', 'customers', 'recency', 'frequency', 'monetary', 'share of money'],
				segments.map(({ name, customers: count, recency, frequency, monetary, revenueShare }) => [
					name.replaceAll('_', ' '),
					...[count, recency, frequency, monetary, revenueShare],
				]),
			),
			`${model.n} customers as of ${dayText(end)}; means by segment, recency in days`,
			...(each ? [figureTable(Object.keys(each[0] ?? {}), each.map(Object.values))] : []),
		],
		notes: customers.leftOut === 0 ? [] : [`${customers.leftOut} purchases on ${dayText(end)} or later left out`],
	};
}

function customerFigures(customers: LoggedCustomers, scores: RfmScores, row: number) {
	return {
		id: customers.customer[row] ?? '',
		recency: customers.recency[row] ?? 0,
		frequency: customers.frequency[row] ?? 0,
		monetary: customers.monetary[row] ?? 0,
		r: scores.recency[row] ?? 0,
		f: scores.frequency[row] ?? 0,
		m: scores.monetary[row] ?? 0,
		segment: scores.segments[row] ?? '',
	};
}
