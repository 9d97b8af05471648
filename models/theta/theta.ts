import { fitForm } from '../ets/fit-form.ts';
import { parseForm } from '../ets/forms.ts';
import { checkRequest, expectationAfter, normalSteps } from '../series/forecast.ts';
import type { Expectation, Forecast, ForecastRequest } from '../series/forecast.ts';
import { joinReasons, prepareSeries } from '../series/prepare-series.ts';
import type { Series } from '../series/prepare-series.ts';
import { adjust, findAdjustment, readjust } from '../series/seasonal-adjustment.ts';
import type { Adjustment } from '../series/seasonal-adjustment.ts';
import { fallbackFor, forecastSimple, seasonalNaiveModel } from '../series/simple-forecast.ts';
import type { SimpleModel } from '../series/simple-forecast.ts';
import { fitLine } from '../series/straight-line.ts';

/** A fitted Theta model: simple exponential smoothing with half of the line's slope as drift. */
export interface ThetaModel {
	readonly kind: 'theta';
	/** `Theta`, or `Theta on seasonally adjusted values`. */
	readonly spec: string;
	/** Why with or without a season, as words. */
	readonly reason: string;
	/** What was done about gaps, as words; null where there were none. */
	readonly note: string | null;
	/** Values that the model saw, filled gaps included. */
	readonly n: number;
	/** Steps between the last known value and the first forecast. */
	readonly trailing: number;
	readonly parameters: {
		readonly alpha: number;
		/** Half the slope of the line over time, per step. */
		readonly drift: number;
	};
	/** The smoothed level after the last value, seasonally adjusted. */
	readonly level: number;
	/** Variance of the one-step errors of the smoothing. */
	readonly sigma2: number;
	/** The season that was taken out before, null where none shows. */
	readonly adjustment: Adjustment | null;
	/** Whether the search met its own stopping rule. */
	readonly converged: boolean;
}

const SIMPLE_SMOOTHING = parseForm('ANN');

/**
 * Fits the Theta method (Assimakopoulos & Nikolopoulos, International Journal of Forecasting 16, 2000, 521-530), which
 * is simple exponential smoothing with drift (Hyndman & Billah, IJF 19, 2003): a season that shows is taken out by
 * classical decomposition (multiplicative for positive values, else additive), the level smoothed by least squares, half
 * the slope of a line over time added. Gaps and series that are no matter for a model: as in fitEts.
 *
 * @throws ModelError (input) for a series without values, a value above 1e100 or below 1e-100, or a season that is no whole number
 * @example fitTheta([3, 5, 4, 6, 5, 7, 6, 8]).parameters.drift // 0.2857142857142857: half of 4 / 7
 */
export function fitTheta(series: Series, { season = 1 }: { readonly season?: number } = {}): ThetaModel | SimpleModel {
	const prepared = prepareSeries(series, season);
	const fallback = fallbackFor(prepared);
	if (fallback !== null) return fallback;

	const { values, trailing, note } = prepared;
	const n = values.length;
	const adjustment = findAdjustment(values, season);
	const adjusted = adjust(values, adjustment);
	const fit = fitForm(adjusted, SIMPLE_SMOOTHING, 1, 'squares');
	if (fit === null) return seasonalNaiveModel(prepared, season, 'no level could be smoothed');
	const seen = adjustment === null ? 'no season shows' : `a season of ${season} shows and was taken out before`;
	return {
		kind: 'theta',
		spec: adjustment === null ? 'Theta' : 'Theta on seasonally adjusted values',
		reason: seen,
		note,
		n,
		trailing,
		parameters: { alpha: fit.smoothing.alpha, drift: fitLine(adjusted).slope / 2 },
		level: fit.final.level,
		sigma2: fit.errors.reduce((sum, error) => sum + error * error, 0) / (n - 2),
		adjustment,
		converged: fit.converged,
	};
}

/**
 * What a fitted model expects of the next steps. The standard deviations are those of the smoothing, before the season
 * is given back, as in R's `thetaf`.
 */
export function expectTheta(model: ThetaModel, horizon: number): Expectation {
	const { n, trailing, level, sigma2, adjustment } = model;
	const { alpha, drift } = model.parameters;
	const length = trailing + horizon;
	const lag = (1 - (1 - alpha) ** n) / alpha;
	const means = Float64Array.from({ length }, (_, step) => level + drift * (step + lag));
	const deviations = Float64Array.from({ length }, (_, step) => Math.sqrt(sigma2 * (1 + step * alpha ** 2)));
	return expectationAfter({ means: readjust(means, adjustment, n), deviations }, trailing);
}

/**
 * The forecast of a fitted model with the bounds of its own variance (too narrow, as forecastEts says).
 *
 * @throws ModelError (input) for a horizon or a level out of range
 */
export function forecastTheta(model: ThetaModel | SimpleModel, request: ForecastRequest): Forecast {
	if (model.kind === 'simple') return forecastSimple(model, request);
	const { horizon, levels } = checkRequest(request);
	const steps = normalSteps(expectTheta(model, horizon), levels);
	return { steps, interval: 'model', spec: model.spec, reason: joinReasons(model.reason, model.note) };
}
