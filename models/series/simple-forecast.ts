/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is bounded by the loop that makes it */
import { checkRequest, normalSteps } from './forecast.ts';
import type { Expectation, Forecast, ForecastRequest } from './forecast.ts';
import { joinReasons } from './prepare-series.ts';
import type { PreparedSeries } from './prepare-series.ts';

/** A forecast without estimation: for baselines, and for series that no model can be fitted to. */
export interface SimpleModel {
	readonly kind: 'simple';
	readonly spec: 'constant' | 'naive' | 'seasonal naive' | 'mean' | 'Croston (SBA)';
	/** Why no model, as words. */
	readonly reason: string;
	/** What was done about gaps, as words; null where there were none. */
	readonly note: string | null;
	/** Values that the model saw. */
	readonly n: number;
	/** Steps between the last known value and the first forecast. */
	readonly trailing: number;
	/** What the forecast repeats: one value, or one season of them. */
	readonly pattern: readonly number[];
	/** Standard deviation of the first step's error. */
	readonly deviation: number;
	/** Whether that variance adds up with each repetition of the pattern. */
	readonly accumulates: boolean;
}

/** Fewer known values than this cannot tell a level from a trend. */
const FEWEST_VALUES = 5;

/** Croston's own constant for how fast sizes and intervals are forgotten. */
const CROSTON_SMOOTHING = 0.1;

/**
 * The fallback of a series that is no matter for a model, null for all others: one value, fewer than five, all equal,
 * more gaps than values, or demand that is mostly zero.
 */
export function fallbackFor(series: PreparedSeries): SimpleModel | null {
	const { known, values } = series;
	const last = known[known.length - 1]!;
	if (known.length === 1) {
		return simple(
			series,
			'naive',
			'one value only, its bounds as wide as the value itself',
			[last],
			Math.abs(last),
			true,
		);
	}
	if (known.every((value) => value === last)) {
		return simple(series, 'constant', `all ${known.length} values are the same`, [last], 0, false);
	}
	if (known.length < FEWEST_VALUES) {
		return simple(
			series,
			'naive',
			`${known.length} values are too few for a model`,
			[last],
			stepDeviation(known, 1),
			true,
		);
	}
	if (values.length > 2 * known.length) {
		const reason = `${values.length - known.length} of ${values.length} values are missing`;
		return meanModel(series, reason);
	}
	const zeros = known.filter((value) => value === 0).length;
	if (zeros > known.length / 2 && known.every((value) => value >= 0)) {
		return croston(series, `${zeros} of ${known.length} values are zero`);
	}
	return null;
}

/** The last value for ever (a random walk). */
export function naiveModel(series: PreparedSeries, reason: string): SimpleModel {
	const { values } = series;
	return simple(series, 'naive', reason, [values[values.length - 1]!], stepDeviation(values, 1), true);
}

/** The last season over and over; the last value where there is no full season and one value more. */
export function seasonalNaiveModel(series: PreparedSeries, season: number, reason: string): SimpleModel {
	const { values } = series;
	if (season === 1 || values.length <= season) return naiveModel(series, reason);
	const pattern = Array.from(values.subarray(values.length - season));
	return simple(series, 'seasonal naive', reason, pattern, stepDeviation(values, season), true);
}

function meanModel(series: PreparedSeries, reason: string): SimpleModel {
	const { known } = series;
	const mean = known.reduce((sum, value) => sum + value / known.length, 0);
	return simple(series, 'mean', reason, [mean], spread(known, mean) * Math.sqrt(1 + 1 / known.length), false);
}

/**
 * Demand that comes now and then (Croston 1972 with the correction of Syntetos & Boylan, IJF 21, 2005): the smoothed
 * size of a demand over the smoothed time between two.
 */
function croston(series: PreparedSeries, reason: string): SimpleModel {
	const { values } = series;
	let size = Number.NaN;
	let interval = Number.NaN;
	let since = 0;
	for (const value of values) {
		since += 1;
		if (value === 0) continue;
		size = Number.isNaN(size) ? value : size + CROSTON_SMOOTHING * (value - size);
		interval = Number.isNaN(interval) ? since : interval + CROSTON_SMOOTHING * (since - interval);
		since = 0;
	}
	const rate = ((1 - CROSTON_SMOOTHING / 2) * size) / interval;
	return simple(series, 'Croston (SBA)', reason, [rate], spread(values, rate), false);
}

function simple(
	{ known, trailing, note }: PreparedSeries,
	spec: SimpleModel['spec'],
	reason: string,
	pattern: readonly number[],
	deviation: number,
	accumulates: boolean,
): SimpleModel {
	return { kind: 'simple', spec, reason, note, n: known.length, trailing, pattern, deviation, accumulates };
}

/** Root of the mean squared change over a number of steps. */
function stepDeviation(values: Float64Array, steps: number): number {
	let squares = 0;
	for (let t = steps; t < values.length; t++) squares += (values[t]! - values[t - steps]!) ** 2;
	return Math.sqrt(squares / (values.length - steps));
}

const spread = (values: Float64Array, centre: number): number =>
	Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (values.length - 1));

/** The next steps: the pattern again and again, after the steps that are already past. */
export function expectSimple({ pattern, trailing, deviation, accumulates }: SimpleModel, horizon: number): Expectation {
	const means = new Float64Array(horizon);
	const deviations = new Float64Array(horizon);
	for (let step = 0; step < horizon; step++) {
		const repetitions = Math.floor((trailing + step) / pattern.length) + 1;
		means[step] = pattern[(trailing + step) % pattern.length]!;
		deviations[step] = accumulates ? deviation * Math.sqrt(repetitions) : deviation;
	}
	return { means, deviations };
}

/**
 * The forecast of a model without estimation, with the bounds of a normal distribution.
 *
 * @throws ModelError (input) for a horizon or a level out of range
 */
export function forecastSimple(model: SimpleModel, request: ForecastRequest): Forecast {
	const { horizon, levels } = checkRequest(request);
	const steps = normalSteps(expectSimple(model, horizon), levels);
	return { steps, interval: 'model', spec: model.spec, reason: joinReasons(model.reason, model.note) };
}
