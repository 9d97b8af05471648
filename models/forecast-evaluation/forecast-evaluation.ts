/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is bounded by the loop that makes it */
import { ModelError } from '../model-error.ts';

/** How far forecasts were from the truth. Where a mean needs it, steps without a known truth are left out. */
export interface PointErrors {
	/** Steps with a known truth. */
	readonly n: number;
	/** Mean absolute error, in the unit of the values. */
	readonly mae: number;
	/** Root of the mean squared error, in the unit of the values. */
	readonly rmse: number;
	/** Mean of 200 |y - f| / (|y| + |f|), in percent; a step where both are 0 counts 0. */
	readonly smape: number;
	/** MAE over the scale (below 1: better than the seasonal naive within the training values); null without a scale. */
	readonly mase: number | null;
	/** Mean of forecast less truth, in the unit of the values: above 0 for forecasts that are too high. */
	readonly bias: number;
}

export interface IntervalErrors {
	/** Steps with a known truth. */
	readonly n: number;
	/** Share of truths within the bounds, which ought to be the level. */
	readonly coverage: number;
	/** Mean scaled interval score of the M4 competition: width and what truths lie outside of it; null without a scale. */
	readonly msis: number | null;
}

/**
 * The scale of MASE and MSIS: the mean absolute change over one season within the training values (Hyndman & Koehler,
 * International Journal of Forecasting 22, 2006). Pairs with a gap are left out. Null where there is no pair or no change.
 *
 * @example naiveScale([1, 2, 4, 7], 1) // 2
 */
export function naiveScale(training: ArrayLike<number>, season: number): number | null {
	let sum = 0;
	let pairs = 0;
	for (let t = season; t < training.length; t++) {
		const change = Math.abs(training[t]! - training[t - season]!);
		if (Number.isNaN(change)) continue;
		sum += change;
		pairs += 1;
	}
	return sum > 0 ? sum / pairs : null;
}

/**
 * The errors of forecasts against what came, step by step; NaN as truth means not known.
 *
 * @throws ModelError (input) when the lengths differ, a forecast is no number, or no truth is known
 * @example pointErrors([10, 20], [12, 19], 2) // n 2, mae 1.5, rmse 1.58, smape 11.66, mase 0.75, bias 0.5
 */
export function pointErrors(actual: ArrayLike<number>, forecast: ArrayLike<number>, scale: number | null): PointErrors {
	checkLengths(actual, forecast, 'forecasts');
	let n = 0;
	let absolute = 0;
	let squared = 0;
	let symmetric = 0;
	let signed = 0;
	for (let step = 0; step < actual.length; step++) {
		const truth = actual[step]!;
		const expected = forecast[step]!;
		if (Number.isNaN(truth)) continue;
		const error = expected - truth;
		const size = Math.abs(truth) + Math.abs(expected);
		n += 1;
		absolute += Math.abs(error);
		squared += error * error;
		symmetric += size === 0 ? 0 : (200 * Math.abs(error)) / size;
		signed += error;
	}
	if (n === 0)
		throw new ModelError('input', `an evaluation needs a known truth, received ${actual.length} without any`);
	if (Number.isNaN(signed))
		throw new ModelError('input', 'an evaluation needs forecasts that are numbers, received NaN');
	const mae = absolute / n;
	return {
		n,
		mae,
		rmse: Math.sqrt(squared / n),
		smape: symmetric / n,
		mase: scale === null ? null : mae / scale,
		bias: signed / n,
	};
}

/**
 * How well the bounds of one level held: coverage, and the score of Gneiting & Raftery (JASA 102, 2007) scaled as in M4.
 *
 * @param level in percent
 * @throws ModelError (input) when the lengths differ, a bound is no number, or no truth is known
 * @example intervalErrors([10, 20], { lower: [8, 21], upper: [12, 25] }, 80, 2) // coverage 0.5, msis 4.5
 */
export function intervalErrors(
	actual: ArrayLike<number>,
	{ lower, upper }: { readonly lower: ArrayLike<number>; readonly upper: ArrayLike<number> },
	level: number,
	scale: number | null,
): IntervalErrors {
	checkLengths(actual, lower, 'lower bounds');
	checkLengths(actual, upper, 'upper bounds');
	const penalty = 2 / (1 - level / 100);
	let n = 0;
	let inside = 0;
	let score = 0;
	for (let step = 0; step < actual.length; step++) {
		const truth = actual[step]!;
		if (Number.isNaN(truth)) continue;
		const below = Math.max(0, lower[step]! - truth);
		const above = Math.max(0, truth - upper[step]!);
		n += 1;
		if (below === 0 && above === 0) inside += 1;
		score += upper[step]! - lower[step]! + penalty * (below + above);
	}
	if (n === 0)
		throw new ModelError('input', `an evaluation needs a known truth, received ${actual.length} without any`);
	if (Number.isNaN(score)) throw new ModelError('input', 'an evaluation needs bounds that are numbers, received NaN');
	return { n, coverage: inside / n, msis: scale === null ? null : score / n / scale };
}

function checkLengths(actual: ArrayLike<number>, other: ArrayLike<number>, what: string): void {
	if (actual.length === other.length) return;
	throw new ModelError(
		'input',
		`an evaluation needs one truth a step, received ${actual.length} for ${other.length} ${what}`,
	);
}
