import type { DimensionId } from '../dimensions.ts';
import { GRAINS } from '../metric.ts';
import type { Metric, MetricPath } from '../metric.ts';

/** Of an order; a line has them too. */
export const ORDER_DIMENSIONS = [
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

/** Figures of orders and their lines. */
export const ORDER_METRICS = {
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
} as const satisfies Readonly<Record<string, Metric>>;
