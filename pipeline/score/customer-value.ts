import { fitBgNbd } from '#models/bg-nbd/bg-nbd.ts';
import { customerValue } from '#models/customer-value/customer-value.ts';
import { fitGammaGamma } from '#models/gamma-gamma/gamma-gamma.ts';
import type { GammaGammaModel } from '#models/gamma-gamma/spend-model.ts';
import { fitMbgNbd } from '#models/mbg-nbd/mbg-nbd.ts';
import { ModelError } from '#models/model-error.ts';
import { choosePurchaseModel } from '#models/purchase/choose-purchase-model.ts';
import type { PurchaseChoice, PurchaseFold } from '#models/purchase/choose-purchase-model.ts';
import { predictPurchases } from '#models/purchase/predict-purchases.ts';
import { rowsFromDays, unitsBetween } from '#models/purchase/purchase-times.ts';
import type { PurchaseModel } from '#models/purchase/purchase-model.ts';
import type { PurchaseRows } from '#models/purchase/purchase-rows.ts';
import { fitSeasonClock } from '#models/purchase/season-clock.ts';
import type { SeasonClock } from '#models/purchase/season-clock.ts';
import type { Connection } from '#warehouse/database.ts';
import { row, sql } from '#warehouse/query.ts';
import { readColumns } from '#warehouse/typed-columns.ts';
import type { TypedColumns } from '#warehouse/typed-columns.ts';
import type { Evidence } from './evidence.ts';
import type { Fitted, ScoredModel, ScoreTime } from './scored-model.ts';

export interface CustomerValueParameters {
	readonly purchases: PurchaseModel;
	/** Null where too few customers bought again to know what a purchase comes to: it is the mean of all then. */
	readonly spend: GammaGammaModel | null;
	readonly meanMoney: number;
	readonly clock: SeasonClock | null;
}

/** Customers at a cut-off; days since 1970-01-01. */
export interface CutOff {
	readonly x: Float64Array;
	readonly firstDay: Int32Array;
	readonly lastDay: Int32Array;
	readonly repeatMoney: Float64Array;
	readonly nextPurchases: Float64Array;
	/** The last day that was known. */
	readonly end: number;
	readonly rows: number;
}

/** How far the holdouts of the validation reach: a quarter, in days. */
const FOLD_DAYS = 91;
const FOLDS = [91, 182];
/** A year ahead. */
const YEAR_DAYS = 365;
/** A fold of fewer customers, or with fewer purchases after it, tells no model from another. */
const FEWEST_IN_FOLD = 50;

export function toDay(day: string): number {
	return Temporal.PlainDate.from('1970-01-01').until(day, { largestUnit: 'days' }).days;
}

export async function readCutOff(connection: Connection, asOf: string, daysBack: number): Promise<CutOff> {
	const columns: TypedColumns = await readColumns(
		connection,
		sql`select repeat_purchases, first_on, last_on, repeat_money, next_purchases from ftr_customer_purchases
			where days_back = ${daysBack}::integer order by position`,
	);
	return {
		x: Float64Array.from(columns.integers('repeat_purchases')),
		firstDay: columns.integers('first_on'),
		lastDay: columns.integers('last_on'),
		repeatMoney: columns.doubles('repeat_money'),
		nextPurchases: Float64Array.from(columns.integers('next_purchases')),
		end: toDay(asOf) - daysBack - 1,
		rows: columns.rows,
	};
}

/** Each purchase's day, up to a day. */
async function readPurchaseDays(connection: Connection): Promise<Int32Array> {
	const columns = await readColumns(connection, sql`select ordered_on, purchases from ftr_purchases_by_day order by 1`);
	const counts = columns.integers('purchases');
	const days = new Int32Array(counts.reduce((sum, count) => sum + count, 0));
	let at = 0;
	columns.integers('ordered_on').forEach((day, index) => {
		const count = counts[index] ?? 0;
		days.fill(day, at, at + count);
		at += count;
	});
	return days;
}

function rowsOf(cutOff: CutOff, clock: SeasonClock | null): PurchaseRows {
	return rowsFromDays(cutOff, cutOff.end, { clock });
}

function foldOf(cutOff: CutOff, clock: SeasonClock | null): PurchaseFold {
	const horizon = unitsBetween(cutOff.end, cutOff.end + FOLD_DAYS, { clock });
	return { rows: rowsOf(cutOff, clock), horizon, actual: cutOff.nextPurchases };
}

function isTelling({ rows, nextPurchases }: CutOff): boolean {
	return rows >= FEWEST_IN_FOLD && nextPurchases.reduce((sum, count) => sum + count, 0) >= FEWEST_IN_FOLD;
}

function seasonFolds(cutOffs: readonly CutOff[], days: Int32Array): PurchaseFold[] | null {
	const folds = cutOffs.map((cutOff) => {
		// Of the season too, only what was known then.
		const clock = fitSeasonClock(days.filter((day) => day <= cutOff.end));
		return clock === null ? null : foldOf(cutOff, clock);
	});
	return folds.every((fold) => fold !== null) ? folds : null;
}

function spendOf(cutOff: CutOff): GammaGammaModel | null {
	try {
		return fitGammaGamma({ x: cutOff.x, monetary: cutOff.repeatMoney });
	} catch (error) {
		if (error instanceof ModelError) return null;
		throw error;
	}
}

function evidenceOf(choice: PurchaseChoice, cutOff: CutOff | undefined, asOf: string, warnings: string[]): Evidence {
	const chosen = choice.candidates.find(({ model, time }) => model === choice.model && time === choice.time);
	const figures = chosen?.folds[0];
	const baseline = choice.baseline?.folds[0];
	const end = Temporal.PlainDate.from(asOf).subtract({ days: 1 });
	return {
		holdout:
			figures === undefined || cutOff === undefined
				? null
				: { from: end.subtract({ days: FOLD_DAYS - 1 }).toString(), to: end.toString(), n: cutOff.rows },
		figures:
			figures === undefined
				? []
				: [
						{ id: 'mae', value: figures.mae, baseline: baseline?.mae ?? null, better: 'lower' },
						{
							id: 'total_error',
							value: Math.abs(figures.totalError ?? 1),
							baseline: baseline === undefined ? null : Math.abs(baseline.totalError ?? 1),
							better: 'lower',
						},
					],
		calibration: null,
		coverage: null,
		warnings,
		candidates: choice.candidates.flatMap(({ model, time, mae }) =>
			mae === null ? [] : [{ kind: time === 'season' ? `${model}+season` : model, figure: 'mae', value: mae }],
		),
		baseline: 'same_rate',
	};
}

async function fitCustomerValue(connection: Connection, { asOf }: ScoreTime): Promise<Fitted<CustomerValueParameters>> {
	const now = await readCutOff(connection, asOf, 0);
	const cutOffs: CutOff[] = [];
	for (const daysBack of FOLDS) {
		const cutOff = await readCutOff(connection, asOf, daysBack);
		if (isTelling(cutOff)) cutOffs.push(cutOff);
	}
	const days = await readPurchaseDays(connection);
	const choice = choosePurchaseModel({
		calendar: cutOffs.map((cutOff) => foldOf(cutOff, null)),
		season: seasonFolds(cutOffs, days),
	});
	const clock = choice.time === 'season' ? fitSeasonClock(days) : null;
	const purchases = choice.model === 'bg-nbd' ? fitBgNbd(rowsOf(now, clock)) : fitMbgNbd(rowsOf(now, clock));
	const spend = spendOf(now);
	const money = await row<{ mean: number }>(
		connection,
		sql`select coalesce(sum(money) / sum(purchases), 0) as mean from ftr_customer_purchases where days_back = 0`,
	);
	const warnings = [
		...(purchases.degenerate === null ? [] : [`degenerate:${purchases.degenerate}`]),
		...(spend === null ? ['no_spend_model'] : []),
		...(cutOffs.length === 0 ? ['no_holdout'] : []),
	];
	return {
		kind: purchases.model,
		trainedFrom: fromDay(now.firstDay.reduce((least, day) => Math.min(least, day), now.end)),
		trainedTo: fromDay(now.end),
		rows: now.rows,
		status: choice.isBetterThanBaseline === true ? 'good' : 'weak',
		evidence: evidenceOf(choice, cutOffs[0], asOf, warnings),
		parameters: { purchases, spend, meanMoney: money?.mean ?? 0, clock },
	};
}

function fromDay(day: number): string {
	return Temporal.PlainDate.from('1970-01-01').add({ days: day }).toString();
}

export interface CustomerPredictions {
	readonly p_alive: Float64Array;
	readonly expected_purchases: Float64Array;
	readonly expected_purchases_lower: Float64Array;
	readonly expected_purchases_upper: Float64Array;
	readonly expected_revenue: Float64Array;
	readonly expected_revenue_lower: Float64Array;
	readonly expected_revenue_upper: Float64Array;
}

/**
 * What is expected of customers within a year. An upper bound that lies below the expectation, as where most of those alike
 * buy nothing at all, is raised to it: the interval only covers more then.
 */
export function predictCustomers(parameters: CustomerValueParameters, cutOff: CutOff): CustomerPredictions {
	const { purchases, spend, meanMoney, clock } = parameters;
	const rows = rowsOf(cutOff, clock);
	const horizon = unitsBetween(cutOff.end, cutOff.end + YEAR_DAYS, { clock });
	const ahead = predictPurchases(purchases, rows, horizon);
	const times = (factor: number) => (value: number) => value * factor;
	const money =
		spend === null
			? {
					value: ahead.expected.map(times(meanMoney)),
					lower: ahead.lower.map(times(meanMoney)),
					upper: ahead.upper.map(times(meanMoney)),
				}
			: customerValue(purchases, spend, { ...rows, monetary: cutOff.repeatMoney }, { horizon });
	const least = (bound: Float64Array, mean: Float64Array) =>
		bound.map((value, index) => Math.min(value, mean[index] ?? 0));
	const most = (bound: Float64Array, mean: Float64Array) =>
		bound.map((value, index) => Math.max(value, mean[index] ?? 0));
	return {
		p_alive: ahead.pAlive,
		expected_purchases: ahead.expected,
		expected_purchases_lower: least(ahead.lower, ahead.expected),
		expected_purchases_upper: most(ahead.upper, ahead.expected),
		expected_revenue: money.value,
		expected_revenue_lower: least(money.lower, money.value),
		expected_revenue_upper: most(money.upper, money.value),
	};
}

/** How often customers buy while they are there, whether they are, and what a purchase comes to. */
export const CUSTOMER_VALUE_MODEL: ScoredModel<CustomerValueParameters> = {
	name: 'customer-value',
	features: ['ftr_customer_purchases', 'ftr_purchases_by_day'],
	baseline: 'same_rate',
	fit: fitCustomerValue,
};
