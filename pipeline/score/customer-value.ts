import { fitBgNbd } from '#models/bg-nbd/bg-nbd.ts';
import { fitGammaGamma } from '#models/gamma-gamma/gamma-gamma.ts';
import type { GammaGammaModel } from '#models/gamma-gamma/spend-model.ts';
import { fitMbgNbd } from '#models/mbg-nbd/mbg-nbd.ts';
import { ModelError } from '#models/model-error.ts';
import { choosePurchaseModel } from '#models/purchase/choose-purchase-model.ts';
import type { PurchaseChoice, PurchaseFold } from '#models/purchase/choose-purchase-model.ts';
import { holdoutFigures, sameRateAsBefore } from '#models/purchase/holdout-figures.ts';
import { expectedPurchases } from '#models/purchase/predict-purchases.ts';
import type { PurchaseModel } from '#models/purchase/purchase-model.ts';
import { fitSeasonClock } from '#models/purchase/season-clock.ts';
import type { SeasonClock } from '#models/purchase/season-clock.ts';
import type { Connection } from '#warehouse/database.ts';
import { row, sql } from '#warehouse/query.ts';
import { foldOf, purchaseRows, readCutOff, readPurchaseDays, thinOut } from './customer-cut-offs.ts';
import type { CustomerCutOff } from './customer-cut-offs.ts';
import { customerEvidence } from './customer-evidence.ts';
import { fromDay } from './days.ts';
import type { CustomerValueParameters } from './predict-customers.ts';
import type { Fitted, ScoredModel, ScoreTime } from './scored-model.ts';

const FITS = { 'bg-nbd': fitBgNbd, 'mbg-nbd': fitMbgNbd } as const;

/** Days back of the quarters that the models are tried on, the last one first. */
const FOLDS = [91, 182];
/** A quarter with fewer customers before it, or fewer purchases in it, tells no model from another. */
const FEWEST_IN_FOLD = 50;
/** Four parameters are known well enough from so many customers. */
const MOST_FITTED = 50_000;

/** The earlier days as of which models are tried, with as many customers as they are fitted on. */
async function readFolds(connection: Connection, asOf: string): Promise<CustomerCutOff[]> {
	const found: CustomerCutOff[] = [];
	for (const daysBack of FOLDS) found.push(thinOut(await readCutOff(connection, asOf, daysBack), MOST_FITTED));
	return found.filter(
		({ rows, nextPurchases }) =>
			rows >= FEWEST_IN_FOLD && nextPurchases.reduce((sum, count) => sum + count, 0) >= FEWEST_IN_FOLD,
	);
}

/** Of the season too, only what was known then; null where that was less than two years. */
function clockBefore(days: Int32Array, { end }: CustomerCutOff): SeasonClock | null {
	return fitSeasonClock(days.filter((day) => day <= end));
}

function seasonFolds(cutOffs: readonly CustomerCutOff[], days: Int32Array): PurchaseFold[] | null {
	const folds = cutOffs.map((cutOff) => {
		const clock = clockBefore(days, cutOff);
		return clock === null ? null : foldOf(cutOff, clock);
	});
	return folds.every((fold) => fold !== null) ? folds : null;
}

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
	const now = thinOut(all, MOST_FITTED);
	const cutOffs = await readFolds(connection, asOf);
	const days = await readPurchaseDays(connection);
	const choice = choosePurchaseModel({
		calendar: cutOffs.map((cutOff) => foldOf(cutOff, null)),
		season: seasonFolds(cutOffs, days),
	});
	const fit = FITS[choice.model];
	const clock = choice.time === 'season' ? fitSeasonClock(days) : null;
	const purchases = fit(purchaseRows(now, clock));
	const spend = fitSpend(now);
	return {
		kind: purchases.model,
		trainedFrom: fromDay(all.firstDay.reduce((least, day) => Math.min(least, day), all.end)),
		trainedTo: fromDay(all.end),
		rows: now.rows,
		status: choice.isBetterThanBaseline === true ? 'good' : 'weak',
		evidence: customerEvidence(choice, lastTrial(choice, cutOffs[0], days), [
			...(purchases.degenerate === null ? [] : [`degenerate:${purchases.degenerate}`]),
			...(spend === null ? ['no_spend_model'] : []),
			...(cutOffs.length === 0 ? ['no_holdout'] : []),
		]),
		parameters: { purchases, spend, meanMoney: await readMeanMoney(connection), clock },
	};
}

/** The chosen model as it would have been a quarter ago. */
function lastTrial(choice: PurchaseChoice, cutOff: CustomerCutOff | undefined, days: Int32Array) {
	if (cutOff === undefined || choice.isBetterThanBaseline === null) return null;
	const clock = choice.time === 'season' ? clockBefore(days, cutOff) : null;
	const model: PurchaseModel = FITS[choice.model](purchaseRows(cutOff, clock));
	return { cutOff, clock, model };
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
	{ purchases, clock }: CustomerValueParameters,
): Promise<{ readonly value: number; readonly baseline: number } | null> {
	const [cutOff] = await readFolds(connection, asOf);
	if (cutOff === undefined) return null;
	const { rows, horizon, actual } = foldOf(cutOff, clock);
	const naive = foldOf(cutOff, null);
	return {
		value: holdoutFigures(rows.x, actual, expectedPurchases(purchases, rows, horizon)).mae,
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
