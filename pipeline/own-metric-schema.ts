import * as v from 'valibot';
import { GRAINS } from '#warehouse/metrics/metric.ts';

const text = v.pipe(v.string(), v.nonEmpty('expected some text'));
/** In both languages of the product, or one text for both. */
const localized = v.union([text, v.strictObject({ en: text, de: text })]);
const sqlText = v.pipe(v.string(), v.nonEmpty('expected SQL'));
const columnName = v.pipe(v.string(), v.regex(/^[a-z_][a-z0-9_]*$/, 'expected the name of a column'));

/** A metric as somebody writes it beside their config. */
export const ownMetricSchema = v.strictObject({
	/** As `kundig metric ID` names it. */
	id: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]*$/, 'expected lower case as large_orders')),
	name: localized,
	/** `money` in base currency, `count` a whole number, `ratio` where 1 is all of it, `days`, `minutes`, `rating` 1 to 5. */
	unit: v.picklist(['money', 'count', 'ratio', 'days', 'minutes', 'rating']),
	/** The exact rule in one sentence: what counts, by which day, what is left out. */
	definition: localized,
	/** The mart it is computed from, Kundig's or your own. */
	relation: v.pipe(v.string(), v.regex(/^[a-z_][a-z0-9_]*$/, 'expected the name of a relation')),
	/** An aggregate over its rows, as `sum(net_base)`. */
	expression: sqlText,
	/** Which rows count, as a condition; all where left out. */
	where: v.optional(sqlText),
	/** The column with the day that a row counts by. */
	day: columnName,
	/** What it can be broken down and filtered by: dimensions with the column or expression of each, or names of columns alone. */
	dimensions: v.optional(v.union([v.array(columnName), v.record(v.string(), sqlText)]), []),
	grains: v.optional(v.pipe(v.array(v.picklist(GRAINS)), v.minLength(1)), [...GRAINS]),
	/** Whether the values of parts add up to the value of the whole. */
	isAdditive: v.optional(v.boolean(), false),
	/** Whether more is good news. */
	higherIsBetter: v.optional(v.boolean(), true),
	/** Decimals of a mean of money; 2 where left out. */
	decimals: v.optional(v.picklist([2, 4])),
});

/** What a person writes in metrics.ts. */
export type OwnMetricInput = v.InferInput<typeof ownMetricSchema>;
export type OwnMetricOutput = v.InferOutput<typeof ownMetricSchema>;
