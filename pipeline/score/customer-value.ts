import { fitBgNbd } from '#models/bg-nbd/bg-nbd.ts';
import { fitGammaGamma } from '#models/gamma-gamma/gamma-gamma.ts';
import type { GammaGammaModel } from '#models/gamma-gamma/spend-model.ts';
import { fitMbgNbd } from '#models/mbg-nbd/mbg-nbd.ts';
import { ModelError } from '#models/model-error.ts';
import { choosePurchaseModel } from '#models/purchase/choose-purchase-model.ts';
import type { PurchaseChoice } from '#models/purchase/choose-purchase-model.ts';
import { holdoutFigures, sameRateAsBefore } from '#models/purchase/holdout-figures.ts';
import { expectedPurchases } from '#models/purchase/predict-purchases.ts';
import { fitSeasonClock } from '#models/purchase/season-clock.ts';
import type { Connection } from '#warehouse/database.ts';
import { row, sql } from '#warehouse/query.ts';
import { foldOf, purchaseRows, QUARTER_DAYS, readCutOff, readPurchaseDays, YEAR_DAYS } from './customer-cut-offs.ts';
import type { CustomerCutOff } from './customer-cut-offs.ts';
import { customerEvidence } from './customer-evidence.ts';
import type { CustomerTrial } from './customer-evidence.ts';
import { clockedQuarters, readFold, readQuarters, thinnedOut } from './customer-folds.ts';
import type { ClockedCutOff } from './customer-folds.ts';
import { fromDay } from './days.ts';
import type { Evidence } from './evidence.ts';
import type { CustomerValueParameters } from './predict-customers.ts';
import { paceOf } from './purchase-pace.ts';
import type { Total } from './purchase-pace.ts';
import type { FitError, Fitted, ScoredModel, ScoreTime } from './scored-model.ts';

const FITS = { 'bg-nbd': fitBgNbd, 'mbg-nbd': fitMbgNbd } as const;

function fitSpend({ x, repeatMoney }: CustomerCutOff): GammaGammaModel | null {
	try {
		return fitGammaGamma({ x, monetary: repeatMoney });
	} catch (error) {
		if (error instanceof ModelError) return null;
		throw error;
	}
}

async function fitCustomerValue(connection: Connection, { asOf }: ScoreTime): Promise<Fitted<CustomerValueParameters>> {
	const all = await readCutOff(connection, asOf, 0);
	const now = thinnedOut(all);
	const days = await readPurchaseDays(connection);
	const quarters = clockedQuarters(await readQuarters(connection, asOf), days);
	const hasSeason = quarters.some(({ clock }) => clock !== null);
	const choice = choosePurchaseModel({
		calendar: quarters.map(({ cutOff }) => foldOf(cutOff, QUARTER_DAYS, null)),
		season: hasSeason ? quarters.map(({ cutOff, clock }) => foldOf(cutOff, QUARTER_DAYS, clock)) : null,
	});
	const clock = choice.time === 'season' ? fitSeasonClock(days) : null;
	const purchases = FITS[choice.model](purchaseRows(now, clock));
	const spend = fitSpend(now);
	const evidence = customerEvidence(choice, lastTrial(choice, quarters[0]), [
		...(purchases.degenerate === null ? [] : [`degenerate:${purchases.degenerate}`]),
		...(spend === null ? ['no_spend_model'] : []),
		...(quarters.length === 0 ? ['no_holdout'] : []),
	]);
	return {
		kind: purchases.model,
		trainedFrom: fromDay(firstDayOf(all)),
		trainedTo: fromDay(all.end),
		rows: now.rows,
		status: isBetter(evidence) ? 'good' : 'weak',
		evidence,
		parameters: {
			purchases,
			spend,
			meanMoney: await readMeanMoney(connection),
			clock,
			pace: await paceAhead(connection, asOf, choice),
		},
	};
}

/**
 * Whether the model beat its baseline by the squared error, which an expectation makes least; the absolute one is least for
 * the median, and half of all customers buy nothing in a quarter.
 */
function isBetter({ figures }: Evidence): boolean {
	const rmse = figures.find(({ id }) => id === 'rmse');
	return rmse !== undefined && rmse.baseline !== null && rmse.value < rmse.baseline;
}

/** What the chosen model expected of the quarters and what came, the last one first. */
function totalsOf({ candidates, model, time }: PurchaseChoice): Total[] {
	const chosen = candidates.find((candidate) => candidate.model === model && candidate.time === time);
	return (chosen?.folds ?? []).map(({ predictedTotal, actualTotal }) => ({
		expected: predictedTotal,
		actual: actualTotal,
	}));
}

/** The chosen model as it would have been a quarter ago. */
function lastTrial(choice: PurchaseChoice, last: ClockedCutOff | undefined): CustomerTrial | null {
	if (last === undefined || choice.isBetterThanBaseline === null) return null;
	const { cutOff } = last;
	const clock = choice.time === 'season' ? last.clock : null;
	const model = FITS[choice.model](purchaseRows(cutOff, clock));
	return { cutOff, clock, model, pace: paceOf(totalsOf(choice).slice(1)) };
}

/** The pace of the next quarter by the last two; that of the next year by the last one, where a year lies before it. */
async function paceAhead(
	connection: Connection,
	asOf: string,
	choice: PurchaseChoice,
): Promise<CustomerValueParameters['pace']> {
	const quarter = paceOf(totalsOf(choice));
	const before = await readFold(connection, asOf, YEAR_DAYS);
	const year = before === null ? null : totalOfYear(before, choice);
	return { quarter, year: year === null ? quarter : paceOf([year]) };
}

/** What the chosen model expected of the year after a cut-off and what came; null where less than a year lies before it. */
function totalOfYear(before: CustomerCutOff, choice: PurchaseChoice): Total | null {
	if (before.end - firstDayOf(before) < YEAR_DAYS - 1) return null;
	// Over a whole year the season evens out.
	const { rows, horizon, actual } = foldOf(before, YEAR_DAYS, null);
	try {
		return { expected: sum(expectedPurchases(FITS[choice.model](rows), rows, horizon)), actual: sum(actual) };
	} catch (error) {
		if (error instanceof ModelError) return null;
		throw error;
	}
}

function firstDayOf({ firstDay, end }: CustomerCutOff): number {
	return firstDay.reduce((least, day) => Math.min(least, day), end);
}

function sum(values: Float64Array): number {
	return values.reduce((total, value) => total + value, 0);
}

async function readMeanMoney(connection: Connection): Promise<number> {
	const found = await row<{ mean: number }>(
		connection,
		sql`select coalesce(sum(money::decimal(18, 4))::double / sum(purchases), 0) as mean from ftr_customer_purchases
			where days_back = 0`,
	);
	return found?.mean ?? 0;
}

/** Mean absolute error of the last quarter's purchases beside that of "same rate as before"; null without a quarter. */
async function errorOnLastQuarter(
	connection: Connection,
	{ asOf }: ScoreTime,
	{ purchases, clock, pace }: CustomerValueParameters,
): Promise<FitError | null> {
	const cutOff = await readFold(connection, asOf, QUARTER_DAYS);
	if (cutOff === null) return null;
	const { rows, horizon, actual } = foldOf(cutOff, QUARTER_DAYS, clock);
	const naive = foldOf(cutOff, QUARTER_DAYS, null);
	return {
		value: holdoutFigures(rows.x, actual, expectedPurchases(purchases, rows, pace.quarter * horizon)).mae,
		baseline: holdoutFigures(rows.x, actual, sameRateAsBefore(naive.rows, naive.horizon)).mae,
	};
}

/** How often customers buy while they are there, whether they still are, and what a purchase comes to. */
export const CUSTOMER_VALUE_MODEL: ScoredModel<CustomerValueParameters> = {
	name: 'customer-value',
	features: ['ftr_customer_purchases', 'ftr_purchases_by_day'],
	baseline: 'same_rate',
	layout: 1,
	fit: fitCustomerValue,
	errorOf: errorOnLastQuarter,
};
