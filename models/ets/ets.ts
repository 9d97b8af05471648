import { checkRequest, expectationAfter, normalSteps } from '../series/forecast.ts';
import type { Expectation, Forecast, ForecastRequest } from '../series/forecast.ts';
import { joinReasons, prepareSeries } from '../series/prepare-series.ts';
import type { PreparedSeries, Series } from '../series/prepare-series.ts';
import { adjust, findAdjustment, readjust } from '../series/seasonal-adjustment.ts';
import type { Adjustment } from '../series/seasonal-adjustment.ts';
import { fallbackFor, forecastSimple, seasonalNaiveModel } from '../series/simple-forecast.ts';
import type { SimpleModel } from '../series/simple-forecast.ts';
import { chooseForm, fitAskedForm, LONGEST_SEASON } from './choose-form.ts';
import { expectForm } from './expect-form.ts';
import type { FormFit } from './fit-form.ts';
import { countFree, formName, parseForm } from './forms.ts';

interface States {
	readonly level: number;
	/** Null for a form without a trend. */
	readonly slope: number | null;
	/** One a phase, that of the series' first value first; null for a form without a season. */
	readonly season: readonly number[] | null;
}

/** A fitted form of exponential smoothing. */
export interface EtsModel {
	readonly kind: 'ets';
	/** `ETS(M,Ad,M)`, and what was done before. */
	readonly spec: string;
	/** Why this form, as words. */
	readonly reason: string;
	/** What was done about gaps, as words; null where there were none. */
	readonly note: string | null;
	/** Error, trend and season as letters: `MAdM`. */
	readonly form: string;
	/** Values that the model saw, filled gaps included. */
	readonly n: number;
	/** Steps between the last known value and the first forecast. */
	readonly trailing: number;
	/** Smoothing parameters, those that the form has. */
	readonly parameters: {
		readonly alpha: number;
		readonly beta?: number;
		readonly gamma?: number;
		readonly phi?: number;
	};
	readonly initial: States;
	/** After the last value. */
	readonly final: States;
	/** Variance of the one-step errors, relative ones for multiplicative errors. */
	readonly sigma2: number;
	/** Without its constants, as in R: comparable between forms of one series only. */
	readonly logLikelihood: number;
	readonly aic: number;
	readonly aicc: number;
	readonly bic: number;
	/** Whether the search met its own stopping rule. */
	readonly converged: boolean;
	/** The season that was taken out before, for seasons too long for a seasonal form. */
	readonly adjustment: Adjustment | null;
}

export interface EtsOptions {
	/** Steps of a season: 12 for months of a year; 1, the default, for none. */
	readonly season?: number;
	/** A form's letters, `MAM` or `AAdN`; without them the form with the lowest AICc. */
	readonly form?: string;
}

/**
 * Fits exponential smoothing in the state space form of Hyndman, Koehler, Snyder & Grose (International Journal of
 * Forecasting 18, 2002, 439-454): the 15 forms, by likelihood, chosen by AICc. Values are evenly spaced; null and NaN
 * are gaps, which are filled. A season of more than 24 steps is taken out by classical decomposition where it shows. A
 * series that is too short, constant, mostly zero or mostly missing gets a simpler model, whose `spec` names it.
 *
 * @throws ModelError (input) for a series without values, a value above 1e100 or below 1e-100, a season that is no whole number, an
 * unknown form, or a seasonal form for a season of 1 or of more than 24
 * @example fitEts([112, 118, 132, 129, 121, 135, 148, 148, 136, 119, 104, 118]).spec // 'ETS(A,N,N)'
 */
export function fitEts(series: Series, { season = 1, form }: EtsOptions = {}): EtsModel | SimpleModel {
	const prepared = prepareSeries(series, season);
	const asked = form === undefined ? null : parseForm(form);
	const fallback = fallbackFor(prepared);
	if (fallback !== null) return fallback;

	const adjustment = season > LONGEST_SEASON ? findAdjustment(prepared.values, season) : null;
	const adjusted = adjust(prepared.values, adjustment);
	const chosen = asked === null ? chooseForm(adjusted, season) : fitAskedForm(adjusted, season, asked);
	if (chosen === null) return seasonalNaiveModel(prepared, season, 'no form of exponential smoothing could be fitted');
	const reason = joinReasons(chosen.reason, noteOnSeason(prepared.values.length, season, adjustment));
	return toModel(prepared, chosen.fit, reason, adjustment);
}

function noteOnSeason(n: number, season: number, adjustment: Adjustment | null): string | null {
	if (adjustment !== null) return `a season of ${season} is too long for a seasonal form and was taken out before`;
	if (season > LONGEST_SEASON) return `a season of ${season} is too long for a seasonal form and does not show`;
	return season > 1 && n < 2 * season ? `${n} values are less than two seasons: no seasonal form was tried` : null;
}

function toModel(
	{ values, trailing, note }: PreparedSeries,
	fit: FormFit,
	reason: string,
	adjustment: Adjustment | null,
): EtsModel {
	const { form, smoothing, initial, final, errors, logLikelihood, aicc, converged } = fit;
	const n = values.length;
	const free = countFree(form, initial.season.length);
	const states = (from: { level: number; slope: number; season: Float64Array }): States => ({
		level: from.level,
		slope: form.trend === 'N' ? null : from.slope,
		season: form.season === 'N' ? null : Array.from(from.season),
	});
	return {
		kind: 'ets',
		spec: adjustment === null ? formName(form) : `${formName(form)} on seasonally adjusted values`,
		reason,
		note,
		form: form.error + form.trend + form.season,
		n,
		trailing,
		parameters: {
			alpha: smoothing.alpha,
			...(form.trend === 'N' ? {} : { beta: smoothing.beta }),
			...(form.season === 'N' ? {} : { gamma: smoothing.gamma }),
			...(form.trend === 'Ad' ? { phi: smoothing.phi } : {}),
		},
		initial: states(initial),
		final: states(final),
		sigma2: errors.reduce((sum, error) => sum + error * error, 0) / (n - free),
		logLikelihood,
		aic: -2 * logLikelihood + 2 * (free + 1),
		aicc,
		bic: -2 * logLikelihood + Math.log(n) * (free + 1),
		converged,
		adjustment,
	};
}

/** What a fitted model expects of the next steps. */
export function expectEts(model: EtsModel, horizon: number): Expectation {
	const { parameters, final, sigma2, n, trailing, adjustment } = model;
	const { alpha, beta = 0, gamma = 0, phi = 1 } = parameters;
	const position = {
		form: parseForm(model.form),
		smoothing: { alpha, beta, gamma, phi },
		states: { level: final.level, slope: final.slope ?? 0, season: final.season ?? [0] },
		n,
		sigma2,
	};
	const { means, deviations } = expectForm(position, trailing + horizon);
	const scale = adjustment?.kind === 'multiplicative' ? adjustment : null;
	const whole = { means: readjust(means, adjustment, n), deviations: readjust(deviations, scale, n) };
	return expectationAfter(whole, trailing);
}

/**
 * The forecast of a fitted model with the bounds of its own variance (a normal distribution, which knows neither that
 * parameters were estimated nor that a form was chosen: such bounds are too narrow, see auto-forecast).
 *
 * @throws ModelError (input) for a horizon or a level out of range
 */
export function forecastEts(model: EtsModel | SimpleModel, request: ForecastRequest): Forecast {
	if (model.kind === 'simple') return forecastSimple(model, request);
	const { horizon, levels } = checkRequest(request);
	const steps = normalSteps(expectEts(model, horizon), levels);
	return { steps, interval: 'model', spec: model.spec, reason: joinReasons(model.reason, model.note) };
}
