import { fitAutoForecast } from '#models/auto-forecast/auto-forecast.ts';
import type { AutoModel } from '#models/auto-forecast/auto-forecast.ts';
import { expectFitted, originsOf } from '#models/auto-forecast/rolling-origin.ts';
import { fitEts } from '#models/ets/ets.ts';
import type { EtsModel } from '#models/ets/ets.ts';
import { prepareSeries } from '#models/series/prepare-series.ts';
import type { Series } from '#models/series/prepare-series.ts';
import type { SimpleModel } from '#models/series/simple-forecast.ts';
import { fitTheta } from '#models/theta/theta.ts';
import type { ThetaModel } from '#models/theta/theta.ts';

export interface ForecastChoice {
	readonly season: number;
	readonly horizon: number;
	/** A form of ets, null for the one with the lowest AICc. */
	readonly model: string | null;
}

type Fitted = EtsModel | ThetaModel | SimpleModel;

/** Fits one series; the bounds of its forecast are widened by its errors at origins in its past. */
export const FORECAST_MODELS = {
	ets: (series: Series, choice: ForecastChoice) => fitAlone(series, choice, fitOneEts),
	theta: (series: Series, choice: ForecastChoice) => fitAlone(series, choice, fitTheta),
	'auto-forecast': fitAutoForecast,
} as const satisfies Record<string, (series: Series, choice: ForecastChoice) => AutoModel>;

export type ForecastModelName = keyof typeof FORECAST_MODELS;

function fitOneEts(series: Series, { season, model }: ForecastChoice): EtsModel | SimpleModel {
	return fitEts(series, { season, ...(model !== null && { form: model }) });
}

/** A model by itself as the automatic forecast would hold it, so that its bounds come about in the same way. */
function fitAlone(
	series: Series,
	choice: ForecastChoice,
	fit: (series: Series, choice: ForecastChoice) => Fitted,
): AutoModel {
	const model = fit(series, choice);
	// The form is chosen once, on all values: to choose it anew at each origin would cost fifteen times as much.
	const again = { ...choice, model: model.kind === 'ets' ? model.form : null };
	return {
		kind: 'auto',
		spec: model.spec,
		reason: model.reason,
		season: choice.season,
		horizon: choice.horizon,
		parts: [model],
		isNonNegative: false,
		evidence: { origins: 0, scores: [], beatsBaselines: null },
		scaledErrors: model.kind === 'simple' ? [] : pastErrors(series, choice, (before) => fit(before, again)),
	};
}

/** Absolute errors over the model's own deviations, of forecasts from origins in the past of a series. */
function pastErrors(series: Series, { season, horizon }: ForecastChoice, fit: (before: Series) => Fitted): number[] {
	const { values } = prepareSeries(series, season);
	return originsOf(values.length, season, horizon).flatMap((origin) => {
		const { means, deviations } = expectFitted(fit(values.subarray(0, origin)), horizon);
		return Array.from(
			means,
			(mean, step) => Math.abs((values[origin + step] ?? NaN) - mean) / (deviations[step] ?? NaN),
		).filter(Number.isFinite);
	});
}
