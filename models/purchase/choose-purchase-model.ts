import { fitBgNbd } from '../bg-nbd/bg-nbd.ts';
import { fitMbgNbd } from '../mbg-nbd/mbg-nbd.ts';
import { ModelError } from '../model-error.ts';
import { holdoutFigures, sameRateAsBefore } from './holdout-figures.ts';
import type { HoldoutFigures } from './holdout-figures.ts';
import { expectedPurchases } from './predict-purchases.ts';
import type { PurchaseModel } from './purchase-model.ts';
import type { PurchaseRows } from './purchase-rows.ts';

/** Customers as they stood at an earlier day, and what they did in the time after it. */
export interface PurchaseFold {
	readonly rows: PurchaseRows;
	/** Length of the time after, in the unit of the rows. */
	readonly horizon: number;
	/** Purchases in it, one value per row. */
	readonly actual: Float64Array;
}

export interface Candidate {
	readonly model: PurchaseModel['model'];
	/** The clock of its folds. */
	readonly time: 'calendar' | 'season';
	/** Over the folds: mean absolute error, and mean absolute error of the total. Null when it could not be fitted. */
	readonly mae: number | null;
	readonly totalError: number | null;
	readonly folds: readonly HoldoutFigures[];
	/** Why it could not be fitted. */
	readonly failure: string | null;
}

export interface PurchaseChoice {
	readonly model: PurchaseModel['model'];
	readonly time: 'calendar' | 'season';
	/**
	 * What the folds brought over what was foretold, all of them together: expectations may be multiplied by it where totals
	 * matter. 1 when nothing could be compared.
	 */
	readonly level: number;
	/** The reason as a sentence without a full stop. */
	readonly reason: string;
	readonly candidates: readonly Candidate[];
	/** The same folds foretold by "same rate as before". */
	readonly baseline: { readonly mae: number; readonly folds: readonly HoldoutFigures[] } | null;
	/** The chosen candidate's mean absolute error is below the baseline's; null when nothing could be compared. */
	readonly isBetterThanBaseline: boolean | null;
}

/** Errors that differ by less than this share are a tie, which the MBG/NBD wins: its P(alive) knows one-time buyers. */
const TIE = 0.001;

const FITS = { 'mbg-nbd': fitMbgNbd, 'bg-nbd': fitBgNbd } as const;

/**
 * Chooses between the BG/NBD and the MBG/NBD by time validation: each is fitted at the earlier days of the folds and
 * foretells what followed. The lower mean absolute error decides for a model; where folds on a season clock come along,
 * the lower mean error of the totals then decides for a clock. Without folds, or when no fit succeeds, it is the MBG/NBD on
 * the calendar, and the reason says so.
 * @param folds the folds on the calendar, and the same ones on a season clock or null
 * @throws ModelError (input) when the columns of a fold do not fit together
 */
export function choosePurchaseModel(folds: {
	readonly calendar: readonly PurchaseFold[];
	readonly season: readonly PurchaseFold[] | null;
}): PurchaseChoice {
	const times = folds.season === null ? (['calendar'] as const) : (['calendar', 'season'] as const);
	const candidates = times.flatMap((time) =>
		(['mbg-nbd', 'bg-nbd'] as const).map((model) => tryCandidate(model, time, folds[time] ?? [])),
	);
	const baseline = baselineOf(folds.calendar);
	const fitted = candidates.filter((candidate) => candidate.mae !== null);
	if (baseline === null || fitted.length === 0) {
		const reason = `the MBG/NBD by default: ${candidates[0]?.failure ?? 'there is no earlier time to validate on'}`;
		return { model: 'mbg-nbd', time: 'calendar', level: 1, reason, candidates, baseline, isBetterThanBaseline: null };
	}
	const model = modelWithLowerError(fitted);
	const ofModel = fitted.filter((candidate) => candidate.model === model);
	const chosen = ofModel.reduce((best, other) =>
		orInfinity(other.totalError) < orInfinity(best.totalError) ? other : best,
	);
	return {
		model,
		time: chosen.time,
		level: levelOf(chosen.folds),
		reason: reasonFor(chosen, fitted),
		candidates,
		baseline,
		isBetterThanBaseline: orInfinity(chosen.mae) < baseline.mae,
	};
}

function tryCandidate(model: Candidate['model'], time: Candidate['time'], folds: readonly PurchaseFold[]): Candidate {
	const none = { model, time, mae: null, totalError: null, folds: [] };
	if (folds.length === 0) return { ...none, failure: 'there is no earlier time to validate on' };
	try {
		const figures = folds.map(({ rows, horizon, actual }) =>
			holdoutFigures(rows.x, actual, expectedPurchases(FITS[model](rows), rows, horizon)),
		);
		const totals = figures.map(({ totalError }) => Math.abs(totalError ?? 1));
		return {
			model,
			time,
			mae: mean(figures.map(({ mae }) => mae)),
			totalError: mean(totals),
			folds: figures,
			failure: null,
		};
	} catch (error) {
		if (error instanceof ModelError) return { ...none, failure: error.message };
		throw error;
	}
}

function baselineOf(folds: readonly PurchaseFold[]): PurchaseChoice['baseline'] {
	if (folds.length === 0) return null;
	const figures = folds.map(({ rows, horizon, actual }) =>
		holdoutFigures(rows.x, actual, sameRateAsBefore(rows, horizon)),
	);
	return { mae: mean(figures.map(({ mae }) => mae)), folds: figures };
}

function levelOf(folds: readonly HoldoutFigures[]): number {
	const actual = folds.reduce((sum, { actualTotal }) => sum + actualTotal, 0);
	const predicted = folds.reduce((sum, { predictedTotal }) => sum + predictedTotal, 0);
	return actual > 0 && predicted > 0 ? actual / predicted : 1;
}

/** The lower mean over the clocks; the MBG/NBD on a tie. */
function modelWithLowerError(fitted: readonly Candidate[]): PurchaseModel['model'] {
	const errorOf = (model: PurchaseModel['model']): number =>
		mean(fitted.filter((candidate) => candidate.model === model).map(({ mae }) => orInfinity(mae)));
	return errorOf('bg-nbd') < errorOf('mbg-nbd') * (1 - TIE) ? 'bg-nbd' : 'mbg-nbd';
}

function reasonFor(chosen: Candidate, fitted: readonly Candidate[]): string {
	const figures = fitted.map(
		({ model, time, mae, totalError }) =>
			`${model} (${time}) ${orInfinity(mae).toFixed(4)} and ${(100 * orInfinity(totalError)).toFixed(1)} %`,
	);
	return `${chosen.model} on ${chosen.time} time by mean absolute error and error of the total: ${figures.join(', ')}`;
}

function orInfinity(value: number | null): number {
	return value ?? Infinity;
}

/** Infinity of nothing, so that what has no figures loses. */
function mean(values: readonly number[]): number {
	return values.length === 0 ? Infinity : values.reduce((sum, value) => sum + value, 0) / values.length;
}
