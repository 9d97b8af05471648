import { fitAutoForecast, forecastAuto, poolErrors } from '#models/auto-forecast/auto-forecast.ts';
import type { AutoModel } from '#models/auto-forecast/auto-forecast.ts';
import type { Connection } from '#warehouse/database.ts';
import { rows, sql } from '#warehouse/query.ts';
import type { Evidence } from './evidence.ts';
import type { Fitted, ScoredModel } from './scored-model.ts';

export type ForecastGrain = 'week' | 'month';

/** A series of net revenue by buckets that are over, from the first to the last. */
export interface RevenueSeries {
	readonly series: string;
	readonly seriesValue: string | null;
	readonly grain: ForecastGrain;
	readonly buckets: readonly string[];
	readonly values: Float64Array;
}

export interface RevenueForecastParameters {
	readonly models: readonly (Pick<RevenueSeries, 'series' | 'seriesValue' | 'grain'> & { readonly model: AutoModel })[];
}

const SEASONS: Readonly<Record<ForecastGrain, number>> = { week: 52, month: 12 };
/** A quarter of weeks, a year of months. */
const HORIZONS: Readonly<Record<ForecastGrain, number>> = { week: 13, month: 12 };

export async function readRevenue(connection: Connection): Promise<RevenueSeries[]> {
	const found = await rows<{
		series: string;
		seriesValue: string | null;
		grain: ForecastGrain;
		bucket: string;
		value: number;
	}>(
		connection,
		sql`select series, series_value as "seriesValue", grain, bucket, net_revenue as value from ftr_revenue_by_bucket
			order by grain desc, series = 'total' desc, series, series_value, bucket`,
	);
	const byKey = Map.groupBy(found, ({ series, seriesValue, grain }) => JSON.stringify([series, seriesValue, grain]));
	return [...byKey.values()].flatMap((entries) => {
		const [first] = entries;
		if (first === undefined) return [];
		const { series, seriesValue, grain } = first;
		return {
			series,
			seriesValue,
			grain,
			buckets: entries.map(({ bucket }) => bucket),
			values: Float64Array.from(entries, ({ value }) => value),
		};
	});
}

function nextBuckets(grain: ForecastGrain, last: string, count: number): string[] {
	const from = Temporal.PlainDate.from(last);
	return Array.from({ length: count }, (_, index) =>
		from.add(grain === 'week' ? { days: 7 * (index + 1) } : { months: index + 1 }).toString(),
	);
}

function modelOf(series: RevenueSeries): AutoModel {
	return fitAutoForecast(series.values, { season: SEASONS[series.grain], horizon: HORIZONS[series.grain] });
}

function baselineOf({ values, grain }: RevenueSeries, horizon: number): number[] {
	const season = SEASONS[grain];
	return Array.from({ length: horizon }, (_, step) => {
		const back = values.length > season ? season - (step % season) : 1;
		return values[values.length - back] ?? 0;
	});
}

export interface RevenuePrediction {
	readonly series: string;
	readonly series_value: string | null;
	readonly grain: string;
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

export function predictRevenue(
	{ models }: RevenueForecastParameters,
	series: readonly RevenueSeries[],
): RevenuePrediction[] {
	const pools = new Map(
		(['week', 'month'] as const).map((grain) => {
			const ofGrain = models.filter((each) => each.grain === grain).map(({ model }) => model);
			return [grain, poolErrors(ofGrain, SEASONS[grain])];
		}),
	);
	return series.flatMap((each) => {
		const known = models.find(
			({ series: name, seriesValue, grain }) =>
				name === each.series && seriesValue === each.seriesValue && grain === each.grain,
		);
		const model = known?.model ?? modelOf(each);
		const horizon = HORIZONS[each.grain];
		const forecast = forecastAuto(model, { horizon, pool: pools.get(each.grain) ?? null });
		const buckets = nextBuckets(each.grain, each.buckets.at(-1) ?? '', horizon);
		const baseline = baselineOf(each, horizon);
		return forecast.steps.map(({ mean, intervals: [of80, of95] }, step): RevenuePrediction => ({
			series: each.series,
			series_value: each.seriesValue,
			grain: each.grain,
			bucket: buckets[step] ?? '',
			step: step + 1,
			mean,
			lower80: of80?.lower ?? mean,
			upper80: of80?.upper ?? mean,
			lower95: of95?.lower ?? mean,
			upper95: of95?.upper ?? mean,
			baseline: baseline[step] ?? 0,
			model: forecast.spec,
			interval: forecast.interval,
		}));
	});
}

async function fitRevenueForecast(connection: Connection): Promise<Fitted<RevenueForecastParameters>> {
	const series = await readRevenue(connection);
	const models = series.map((each) => ({
		series: each.series,
		seriesValue: each.seriesValue,
		grain: each.grain,
		model: modelOf(each),
	}));
	const total = models.find((each) => each.series === 'total' && each.grain === 'week')?.model;
	const days = series.flatMap(({ buckets }) => buckets).sort();
	const evidence: Evidence = {
		holdout: null,
		figures: [],
		calibration: null,
		coverage: null,
		warnings: [],
		candidates: (total?.evidence.scores ?? []).map(({ name, mae }) => ({ kind: name, figure: 'mae', value: mae })),
		baseline: 'seasonal_naive',
	};
	return {
		kind: 'auto-forecast',
		trainedFrom: days[0] ?? null,
		trainedTo: days.at(-1) ?? null,
		rows: series.reduce((sum, { values }) => sum + values.length, 0),
		status: series.length === 0 ? 'insufficient' : total?.evidence.beatsBaselines === false ? 'weak' : 'good',
		evidence,
		parameters: { models },
	};
}

/** Net revenue by week and month, in total and by country and category. */
export const REVENUE_FORECAST_MODEL: ScoredModel<RevenueForecastParameters> = {
	name: 'revenue-forecast',
	features: ['ftr_revenue_by_bucket'],
	baseline: 'seasonal_naive',
	fit: fitRevenueForecast,
};
