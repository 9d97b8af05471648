import type { DimensionId } from './dimensions.ts';
import type { Localized } from './localized.ts';
import type { RelationId } from './relations.ts';

/** `money` is in base currency, `count` a whole number, `ratio` a share where 1 is all of it. */
export type MetricUnit = 'money' | 'count' | 'ratio';

/** One way to compute a metric; the compiler takes the first that carries what a request needs. */
export interface MetricPath {
	readonly relation: RelationId;
	/** The rows that count. Becomes the `where` of a query, or a `filter` where several metrics share one. */
	readonly only: string | null;
	/** The aggregate; `only` is empty or a `filter (where …)` to set behind every aggregate function. */
	readonly value: (only: string) => string;
	/** Which of the rows, or of the customers of a relation per customer, are behind the figure; all where left out. */
	readonly counted?: string;
	/** Right only where every row of the result lies within one month: the values add up over all but time. */
	readonly withinMonth?: true;
	/** A cohort's first month, always 1, counts only where a row or the filter singles months out. */
	readonly laterMonthsUnlessNamed?: true;
}

/** A figure with its one definition. */
export interface Metric {
	readonly name: Localized;
	readonly unit: MetricUnit;
	/** The exact rule in one sentence: what counts, by which day, what is left out. */
	readonly definition: Localized;
	/** Whether the values of parts (buckets of time, groups) add up to the value of the whole. */
	readonly isAdditive: boolean;
	/** Whether more is good news for the business; decides the colour of a change. */
	readonly higherIsBetter: boolean;
	readonly dimensions: readonly DimensionId[];
	readonly grains: readonly Grain[];
	/** Preferred first. */
	readonly paths: readonly MetricPath[];
}

export const GRAINS = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type Grain = (typeof GRAINS)[number];

const ORDER_DIMENSIONS = [
	'country',
	'category',
	'customer_kind',
	'channel',
	'currency',
	'product',
	'customer',
	'is_identified',
	'weekday',
] as const satisfies readonly DimensionId[];

const LINE_DIMENSIONS = [...ORDER_DIMENSIONS, 'line_kind'] as const satisfies readonly DimensionId[];

const COHORT_DIMENSIONS = [
	'cohort_month',
	'months_since',
	'country',
	'customer_kind',
	'is_identified',
] as const satisfies readonly DimensionId[];

const SALE_LINES = "line_kind = 'sale'";
const RETURN_LINES = "line_kind = 'return'";
const REVENUE_LINES = "line_kind in ('sale', 'return')";
const KNOWN_COST = 'cost_base is not null';
const ADJUSTMENT_LINES = "line_kind = 'adjustment'";

function sumOfLines(only: string): readonly MetricPath[] {
	const value = (filter: string): string => `sum(amount_base)${filter}`;
	return [
		{ relation: 'rollup_order_lines_by_day', only, value },
		{ relation: 'fct_order_lines', only, value },
	];
}

function countOfLines(only: string): readonly MetricPath[] {
	return [
		{ relation: 'rollup_order_lines_by_day', only, value: (filter) => `coalesce(sum(lines_count)${filter}, 0)` },
		{ relation: 'fct_order_lines', only, value: (filter) => `count(*)${filter}` },
	];
}

function ofCustomers(value: string, counted?: string): readonly MetricPath[] {
	const path = { only: null, value: () => value, ...(counted === undefined ? {} : { counted }) };
	return [
		{ relation: 'customers_by_orders', ...path },
		{ relation: 'customers_by_order_lines', ...path },
	];
}

function countOfCustomers(counted: string): readonly MetricPath[] {
	return ofCustomers(`count(*) filter (where ${counted})`, counted);
}

export const METRICS = {
	net_revenue: {
		name: { en: 'Net revenue', de: 'Nettoumsatz' },
		unit: 'money',
		definition: {
			en: 'Sales revenue plus returns revenue (returns are negative) in base currency by day of order; adjustments are left out.',
			de: 'Verkaufsumsatz plus Retourenumsatz (Retouren sind negativ) in Basiswährung nach Bestelltag; Korrekturen zählen nicht.',
		},
		isAdditive: true,
		higherIsBetter: true,
		dimensions: LINE_DIMENSIONS,
		grains: GRAINS,
		paths: sumOfLines(REVENUE_LINES),
	},
	sales_revenue: {
		name: { en: 'Sales revenue', de: 'Verkaufsumsatz' },
		unit: 'money',
		definition: {
			en: 'Quantity times unit price of all sale lines in base currency by day of order, before returns; adjustments are left out.',
			de: 'Menge mal Stückpreis aller Verkaufszeilen in Basiswährung nach Bestelltag, vor Retouren; Korrekturen zählen nicht.',
		},
		isAdditive: true,
		higherIsBetter: true,
		dimensions: LINE_DIMENSIONS,
		grains: GRAINS,
		paths: sumOfLines(SALE_LINES),
	},
	returns_revenue: {
		name: { en: 'Returns', de: 'Retouren' },
		unit: 'money',
		definition: {
			en: 'Quantity times unit price of all return lines, a negative amount, in base currency by day of the return; adjustments are left out.',
			de: 'Menge mal Stückpreis aller Retourenzeilen, ein negativer Betrag, in Basiswährung nach Tag der Retoure; Korrekturen zählen nicht.',
		},
		isAdditive: true,
		higherIsBetter: true,
		dimensions: LINE_DIMENSIONS,
		grains: GRAINS,
		paths: sumOfLines(RETURN_LINES),
	},
	gross_margin: {
		name: { en: 'Gross margin', de: 'Rohmarge' },
		unit: 'ratio',
		definition: {
			en: 'Net revenue less cost, divided by net revenue, over sale and return lines with a known cost by day of order; cost coverage says how much of net revenue that is.',
			de: 'Nettoumsatz minus Kosten, geteilt durch Nettoumsatz, über Verkaufs- und Retourenzeilen mit bekannten Kosten nach Bestelltag; die Kostenabdeckung sagt, welcher Teil des Nettoumsatzes das ist.',
		},
		isAdditive: false,
		higherIsBetter: true,
		dimensions: LINE_DIMENSIONS,
		grains: GRAINS,
		paths: [
			{
				relation: 'rollup_order_lines_by_day',
				only: REVENUE_LINES,
				value: (filter) =>
					`(sum(amount_with_cost_base)${filter} - sum(cost_base)${filter}) / nullif(sum(amount_with_cost_base)${filter}, 0)`,
			},
			{
				relation: 'fct_order_lines',
				only: REVENUE_LINES,
				counted: KNOWN_COST,
				value: (filter) =>
					`(sum(case when ${KNOWN_COST} then amount_base end)${filter} - sum(cost_base)${filter}) / nullif(sum(case when ${KNOWN_COST} then amount_base end)${filter}, 0)`,
			},
		],
	},
	cost_coverage: {
		name: { en: 'Cost coverage', de: 'Kostenabdeckung' },
		unit: 'ratio',
		definition: {
			en: 'Net revenue of sale and return lines with a known cost, divided by all net revenue, by day of order.',
			de: 'Nettoumsatz der Verkaufs- und Retourenzeilen mit bekannten Kosten, geteilt durch den ganzen Nettoumsatz, nach Bestelltag.',
		},
		isAdditive: false,
		higherIsBetter: true,
		dimensions: LINE_DIMENSIONS,
		grains: GRAINS,
		paths: [
			{
				relation: 'rollup_order_lines_by_day',
				only: REVENUE_LINES,
				value: (filter) => `coalesce(sum(amount_with_cost_base)${filter}, 0) / nullif(sum(amount_base)${filter}, 0)`,
			},
			{
				relation: 'fct_order_lines',
				only: REVENUE_LINES,
				value: (filter) =>
					`coalesce(sum(case when ${KNOWN_COST} then amount_base end)${filter}, 0) / nullif(sum(amount_base)${filter}, 0)`,
			},
		],
	},
	orders: {
		name: { en: 'Orders', de: 'Bestellungen' },
		unit: 'count',
		definition: {
			en: 'Number of orders with at least one sale line, by day of order; orders of returns or adjustments alone are left out.',
			de: 'Anzahl der Bestellungen mit mindestens einer Verkaufszeile nach Bestelltag; Bestellungen nur aus Retouren oder Korrekturen zählen nicht.',
		},
		isAdditive: false,
		higherIsBetter: true,
		dimensions: ORDER_DIMENSIONS,
		grains: GRAINS,
		paths: [
			{ relation: 'fct_orders', only: "order_kind = 'sale'", value: (filter) => `count(*)${filter}` },
			{
				relation: 'fct_order_lines',
				only: SALE_LINES,
				value: (filter) => `count(distinct order_id)${filter}`,
			},
		],
	},
	order_lines: {
		name: { en: 'Order lines', de: 'Bestellzeilen' },
		unit: 'count',
		definition: {
			en: 'Number of sale lines by day of order; return and adjustment lines are metrics of their own.',
			de: 'Anzahl der Verkaufszeilen nach Bestelltag; Retouren- und Korrekturzeilen sind eigene Kennzahlen.',
		},
		isAdditive: true,
		higherIsBetter: true,
		dimensions: LINE_DIMENSIONS,
		grains: GRAINS,
		paths: countOfLines(SALE_LINES),
	},
	return_lines: {
		name: { en: 'Return lines', de: 'Retourenzeilen' },
		unit: 'count',
		definition: {
			en: 'Number of return lines by day of the return.',
			de: 'Anzahl der Retourenzeilen nach Tag der Retoure.',
		},
		isAdditive: true,
		higherIsBetter: false,
		dimensions: LINE_DIMENSIONS,
		grains: GRAINS,
		paths: countOfLines(RETURN_LINES),
	},
	adjustment_lines: {
		name: { en: 'Adjustment lines', de: 'Korrekturzeilen' },
		unit: 'count',
		definition: {
			en: 'Number of lines that are neither a sale nor a return (no price, or stock corrections) by day; they count in no revenue.',
			de: 'Anzahl der Zeilen, die weder Verkauf noch Retoure sind (ohne Preis oder Bestandskorrekturen), nach Tag; sie zählen in keinem Umsatz.',
		},
		isAdditive: true,
		higherIsBetter: false,
		dimensions: LINE_DIMENSIONS,
		grains: GRAINS,
		paths: countOfLines(ADJUSTMENT_LINES),
	},
	average_order_value: {
		name: { en: 'Average order value', de: 'Durchschnittlicher Bestellwert' },
		unit: 'money',
		definition: {
			en: 'Net revenue divided by orders, by day of order; an order that is only a return lowers net revenue and is not counted as an order.',
			de: 'Nettoumsatz geteilt durch Bestellungen nach Bestelltag; eine Bestellung, die nur Retoure ist, mindert den Nettoumsatz und zählt nicht als Bestellung.',
		},
		isAdditive: false,
		higherIsBetter: true,
		dimensions: ORDER_DIMENSIONS,
		grains: GRAINS,
		paths: [
			{
				relation: 'fct_orders',
				only: "order_kind in ('sale', 'return')",
				value: (filter) => `sum(net_base)${filter} / nullif(count(*) filter (where order_kind = 'sale'), 0)`,
			},
			{
				relation: 'fct_order_lines',
				only: REVENUE_LINES,
				value: (filter) =>
					`sum(amount_base)${filter} / nullif(count(distinct order_id) filter (where ${SALE_LINES}), 0)`,
			},
		],
	},
	customers: {
		name: { en: 'Customers', de: 'Kunden' },
		unit: 'count',
		definition: {
			en: 'Number of different known customers with a sale in the period, by day of order; sales without a customer are left out.',
			de: 'Anzahl verschiedener bekannter Kunden mit einem Verkauf im Zeitraum nach Bestelltag; Verkäufe ohne Kunden zählen nicht.',
		},
		isAdditive: false,
		higherIsBetter: true,
		dimensions: ORDER_DIMENSIONS,
		grains: GRAINS,
		paths: ofCustomers('count(*)'),
	},
	new_customers: {
		name: { en: 'New customers', de: 'Neue Kunden' },
		unit: 'count',
		definition: {
			en: 'Customers with a sale in the period whose first sale ever lies in it; "ever" is over all their orders, whatever the filter. New and returning customers together are the customers.',
			de: 'Kunden mit einem Verkauf im Zeitraum, deren allererster Verkauf in ihm liegt; „allererster“ meint alle ihre Bestellungen, gleich welcher Filter gilt. Neue und wiederkehrende Kunden zusammen sind die Kunden.',
		},
		isAdditive: false,
		higherIsBetter: true,
		dimensions: ORDER_DIMENSIONS,
		grains: GRAINS,
		paths: countOfCustomers('first_order_on >= starts_on'),
	},
	returning_customers: {
		name: { en: 'Returning customers', de: 'Wiederkehrende Kunden' },
		unit: 'count',
		definition: {
			en: 'Customers with a sale in the period and an earlier one before its start; with a grain each bucket counts for itself.',
			de: 'Kunden mit einem Verkauf im Zeitraum und einem früheren vor dessen Beginn; nach Tagen, Wochen oder Monaten zählt jeder Abschnitt für sich.',
		},
		isAdditive: false,
		higherIsBetter: true,
		dimensions: ORDER_DIMENSIONS,
		grains: GRAINS,
		paths: countOfCustomers('first_order_on < starts_on'),
	},
	repeat_purchase_rate: {
		name: { en: 'Repeat purchase rate', de: 'Wiederkaufsrate' },
		unit: 'ratio',
		definition: {
			en: 'Customers with sales on two days or more within the period, divided by all customers with a sale in it; several orders of one day count once.',
			de: 'Kunden mit Verkäufen an zwei oder mehr Tagen im Zeitraum, geteilt durch alle Kunden mit einem Verkauf darin; mehrere Bestellungen eines Tages zählen einmal.',
		},
		isAdditive: false,
		higherIsBetter: true,
		dimensions: ORDER_DIMENSIONS,
		grains: GRAINS,
		paths: ofCustomers('count(*) filter (where last_on > first_on) / nullif(count(*), 0)'),
	},
	cohort_customers: {
		name: { en: 'Active customers of a cohort', de: 'Aktive Kunden einer Kohorte' },
		unit: 'count',
		definition: {
			en: 'Number of different customers with a sale in the period, told apart by the month of their first sale ever; country and kind are those of the customer.',
			de: 'Anzahl verschiedener Kunden mit einem Verkauf im Zeitraum, unterschieden nach dem Monat ihres allerersten Verkaufs; Land und Art sind die des Kunden.',
		},
		isAdditive: false,
		higherIsBetter: true,
		dimensions: COHORT_DIMENSIONS,
		grains: GRAINS,
		paths: [
			{
				relation: 'rollup_cohorts_by_month',
				only: null,
				value: () => 'coalesce(sum(customers), 0)',
				withinMonth: true,
			},
			{ relation: 'cohort_orders', only: null, value: () => 'count(distinct customer_id)' },
		],
	},
	cohort_retention: {
		name: { en: 'Cohort retention', de: 'Kohortenbindung' },
		unit: 'ratio',
		definition: {
			en: 'Customers of a cohort (the month of their first sale ever) with a sale in a calendar month, divided by the size of the cohort; over several months or cohorts the sum of the one divided by the sum of the other, without first months.',
			de: 'Kunden einer Kohorte (Monat ihres allerersten Verkaufs) mit einem Verkauf in einem Kalendermonat, geteilt durch die Größe der Kohorte; über mehrere Monate oder Kohorten die eine Summe geteilt durch die andere, ohne die ersten Monate.',
		},
		isAdditive: false,
		higherIsBetter: true,
		dimensions: COHORT_DIMENSIONS,
		grains: ['month', 'quarter', 'year'],
		paths: [
			{
				relation: 'cohort_cells',
				only: null,
				value: () => 'sum(customers) / nullif(sum(size), 0)',
				laterMonthsUnlessNamed: true,
			},
		],
	},
} as const satisfies Readonly<Record<string, Metric>>;

export type MetricId = keyof typeof METRICS;

/** Every metric's id, in the order of the catalogue. */
export const METRIC_IDS = Object.keys(METRICS) as readonly MetricId[];

/** Whether the text is a metric's id. */
export function isMetricId(text: string): text is MetricId {
	return Object.hasOwn(METRICS, text);
}
