import { customerValue } from '#models/customer-value/customer-value.ts';
import type { GammaGammaModel } from '#models/gamma-gamma/spend-model.ts';
import { predictPurchases } from '#models/purchase/predict-purchases.ts';
import type { PurchaseModel } from '#models/purchase/purchase-model.ts';
import type { SeasonClock } from '#models/purchase/season-clock.ts';
import { purchaseRows, weeksAhead, YEAR_DAYS } from './customer-cut-offs.ts';
import type { CustomerCutOff } from './customer-cut-offs.ts';

export interface CustomerValueParameters {
	readonly purchases: PurchaseModel;
	/** Null where too few customers bought again to know what a purchase comes to: the mean of all, `meanMoney`, then. */
	readonly spend: GammaGammaModel | null;
	readonly meanMoney: number;
	/** The clock that times are read off; null is the calendar's own. */
	readonly clock: SeasonClock | null;
	/** How fast the time ahead goes by for the model, by what came of earlier expectations. */
	readonly pace: { readonly quarter: number; readonly year: number };
}

/** Columns of `predicted_customers`, a row per customer. */
export interface CustomerPredictions {
	readonly p_alive: Float64Array;
	readonly expected_purchases: Float64Array;
	readonly expected_purchases_lower: Float64Array;
	readonly expected_purchases_upper: Float64Array;
	readonly expected_revenue: Float64Array;
	readonly expected_revenue_lower: Float64Array;
	readonly expected_revenue_upper: Float64Array;
}

/** Chance that intervals cover. */
const LEVEL = 0.8;

/**
 * What is expected of customers within a year, with 80 % intervals of what may come. Where most of those alike buy nothing
 * at all, the upper end of such an interval is 0 and below the mean: it is raised to it, and covers more then.
 */
export function predictCustomers(parameters: CustomerValueParameters, cutOff: CustomerCutOff): CustomerPredictions {
	const { purchases, clock, pace } = parameters;
	const rows = purchaseRows(cutOff, clock);
	const horizon = pace.year * weeksAhead(cutOff, YEAR_DAYS, clock);
	const { pAlive, expected, lower, upper } = predictPurchases(purchases, rows, horizon, LEVEL);
	const money = moneyOf(parameters, { ...rows, monetary: cutOff.repeatMoney }, horizon, { expected, lower, upper });
	return {
		p_alive: pAlive,
		expected_purchases: expected,
		expected_purchases_lower: lower.map((value, row) => Math.min(value, expected[row] ?? value)),
		expected_purchases_upper: upper.map((value, row) => Math.max(value, expected[row] ?? value)),
		expected_revenue: money.value,
		expected_revenue_lower: money.lower.map((value, row) => Math.min(value, money.value[row] ?? value)),
		expected_revenue_upper: money.upper.map((value, row) => Math.max(value, money.value[row] ?? value)),
	};
}

function moneyOf(
	{ purchases, spend, meanMoney }: CustomerValueParameters,
	rows: Parameters<typeof customerValue>[2],
	horizon: number,
	counts: { readonly expected: Float64Array; readonly lower: Float64Array; readonly upper: Float64Array },
): { readonly value: Float64Array; readonly lower: Float64Array; readonly upper: Float64Array } {
	if (spend !== null) return customerValue(purchases, spend, rows, { horizon, level: LEVEL });
	const times = (column: Float64Array) => column.map((count) => count * meanMoney);
	return { value: times(counts.expected), lower: times(counts.lower), upper: times(counts.upper) };
}
