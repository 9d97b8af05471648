import { fitAutoForecast } from '#models/auto-forecast/auto-forecast.ts';
import type { AutoModel } from '#models/auto-forecast/auto-forecast.ts';
import { fitEts } from '#models/ets/ets.ts';
import { fitTheta } from '#models/theta/theta.ts';
import type { ForecastGrain } from './revenue-series.ts';

/** How a series of so many buckets is forecast. */
export interface ForecastPlan {
	/** Buckets of a season, 1 for none. */
	readonly season: number;
	/** Steps that the candidates are tried on at each origin. */
	readonly tried: number;
	/** Steps ahead. */
	readonly horizon: number;
}

const SEASONS: Readonly<Record<ForecastGrain, number>> = { week: 52, month: 12 };
/** A quarter of weeks, a year of months. */
const HORIZONS: Readonly<Record<ForecastGrain, number>> = { week: 13, month: 12 };
/** Buckets that have to lie before an origin beside two seasons, or where there is no season. */
const BEFORE_ORIGIN = { withSeason: 2, without: 10 } as const;
/** How far three origins, two buckets apart, reach back. */
const THREE_ORIGINS = 4;

/**
 * A season is looked for where two of it and two buckets are known; the candidates are tried on as many steps as leave room
 * for three origins, and a forecast reaches half as far ahead as the history goes back: at most 13 weeks or 12 months.
 * @example planForecast('month', 36) // { season: 12, tried: 6, horizon: 12 }
 */
export function planForecast(grain: ForecastGrain, n: number): ForecastPlan {
	const most = HORIZONS[grain];
	const horizon = Math.min(most, Math.max(1, Math.ceil(n / 2)));
	const before = 2 * SEASONS[grain] + BEFORE_ORIGIN.withSeason;
	const hasSeason = n >= before;
	const room = n - (hasSeason ? before : BEFORE_ORIGIN.without) - THREE_ORIGINS;
	return { season: hasSeason ? SEASONS[grain] : 1, tried: Math.min(most, Math.max(1, room)), horizon };
}

/** Chooses the model of a series by what each candidate did in its past. */
export function chooseForecast(values: Float64Array, grain: ForecastGrain): AutoModel {
	const { season, tried } = planForecast(grain, values.length);
	return fitAutoForecast(values, { season, horizon: tried });
}

/**
 * The chosen model on values that have come since, or were corrected: its forms stay, their parameters and states are
 * estimated anew. What needed no model, or would now have another season, is chosen anew.
 */
export function estimateAgain(model: AutoModel, values: Float64Array, grain: ForecastGrain): AutoModel {
	const { season } = planForecast(grain, values.length);
	if (season !== model.season) return chooseForecast(values, grain);
	const parts = model.parts.map((part) => {
		if (part.kind === 'ets') return fitEts(values, { season, form: part.form });
		return part.kind === 'theta' ? fitTheta(values, { season }) : part;
	});
	if (parts.some(({ kind }) => kind === 'simple')) return chooseForecast(values, grain);
	const specs = parts.map(({ spec }) => spec).join(' and ');
	return {
		...model,
		parts,
		spec: parts.length === 1 ? specs : `mean of ${specs}`,
		isNonNegative: values.every((value) => value >= 0),
	};
}
