import { forecastAuto, poolErrors } from '#models/auto-forecast/auto-forecast.ts';
import type { AutoModel } from '#models/auto-forecast/auto-forecast.ts';
import { planForecast } from './choose-forecast.ts';
import { bucketsAfter } from './revenue-series.ts';
import type { ForecastGrain, RevenueSeries } from './revenue-series.ts';

/** A step of a forecast as `predicted_revenue` holds it. */
export interface RevenuePrediction {
	readonly series: string;
	readonly series_value: string | null;
	readonly grain: ForecastGrain;
	readonly bucket: string;
	readonly step: number;
	readonly mean: number;
	readonly lower80: number;
	readonly upper80: number;
	readonly lower95: number;
	readonly upper95: number;
	readonly baseline: number;
	readonly model: string;
	readonly interval: string;
}

/** A series and the model that knows it to its last bucket. */
export interface ModelledSeries {
	readonly series: RevenueSeries;
	readonly model: AutoModel;
}

const GRAINS = ['week', 'month'] as const;
const SEASONS: Readonly<Record<ForecastGrain, number>> = { week: 52, month: 12 };

/** The naive forecast: what the same bucket of the year before came to, or the last one where there is no year before. */
export function baselineAhead({ values, grain }: Pick<RevenueSeries, 'values' | 'grain'>, horizon: number): number[] {
	const season = SEASONS[grain];
	return Array.from({ length: horizon }, (_, step) => {
		const back = values.length >= season ? season - (step % season) : 1;
		return values[values.length - back] ?? 0;
	});
}

/** Forecasts of all series, each with bounds by its own past errors and those of the others of its grain. */
export function forecastSeries(modelled: readonly ModelledSeries[]): RevenuePrediction[] {
	const pools = new Map(
		GRAINS.map((grain) => {
			const models = modelled.filter(({ series }) => series.grain === grain).map(({ model }) => model);
			return [grain, models];
		}),
	);
	return modelled.flatMap(({ series, model }) => {
		const { grain, values, buckets } = series;
		const { horizon } = planForecast(grain, values.length);
		const pool = poolErrors(pools.get(grain) ?? [], model.season);
		const { steps, spec, interval } = forecastAuto(model, { horizon, pool });
		const ahead = bucketsAfter(grain, buckets.at(-1) ?? '', horizon);
		const baseline = baselineAhead(series, horizon);
		return steps.map(({ mean, intervals: [of80, of95] }, step): RevenuePrediction => ({
			series: series.series,
			series_value: series.seriesValue,
			grain,
			bucket: ahead[step] ?? '',
			step: step + 1,
			mean,
			lower80: of80?.lower ?? mean,
			upper80: of80?.upper ?? mean,
			lower95: of95?.lower ?? mean,
			upper95: of95?.upper ?? mean,
			baseline: baseline[step] ?? 0,
			model: spec,
			interval,
		}));
	});
}
