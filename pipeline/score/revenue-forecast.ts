import type { AutoModel } from '#models/auto-forecast/auto-forecast.ts';
import { intervalErrors, naiveScale, pointErrors } from '#models/forecast-evaluation/forecast-evaluation.ts';
import { ModelError } from '#models/model-error.ts';
import type { Connection } from '#warehouse/database.ts';
import { chooseForecast, estimateAgain } from './choose-forecast.ts';
import type { Evidence, EvidenceFigure } from './evidence.ts';
import { forecastSeries } from './predict-revenue.ts';
import type { RevenuePrediction } from './predict-revenue.ts';
import { keyText, lastDayOf, readRevenue } from './revenue-series.ts';
import type { ForecastGrain, RevenueSeries, SeriesKey } from './revenue-series.ts';
import type { Fitted, ScoredModel } from './scored-model.ts';

export interface RevenueForecastParameters {
	readonly models: readonly (SeriesKey & { readonly model: AutoModel })[];
}

/** Buckets at the end that the whole procedure is tried on. */
const HELD_OUT: Readonly<Record<ForecastGrain, number>> = { week: 13, month: 3 };
/** Buckets that have to be left before them. */
const FEWEST_BEFORE = 10;

/** Forecasts of the last buckets by all that was known before them, beside what came. */
interface Trial {
	readonly series: RevenueSeries;
	readonly truth: Float64Array;
	readonly steps: readonly RevenuePrediction[];
	/** Mean absolute change over a season before. */
	readonly scale: number | null;
}

function cutOff(series: RevenueSeries): RevenueSeries {
	const kept = series.values.length - HELD_OUT[series.grain];
	return { ...series, buckets: series.buckets.slice(0, kept), values: series.values.subarray(0, kept) };
}

/** A season of months costs most of the time, and few of them are held out: of their series the whole stands for all. */
function isTried({ grain, series }: RevenueSeries): boolean {
	return grain === 'week' || series === 'total';
}

function tryOnLastBuckets(all: readonly RevenueSeries[]): Trial[] {
	const long = all.filter(isTried).filter(({ values, grain }) => values.length >= HELD_OUT[grain] + FEWEST_BEFORE);
	const before = long.map(cutOff);
	const steps = Map.groupBy(
		forecastSeries(before.map((series) => ({ series, model: chooseForecast(series.values, series.grain) }))),
		({ series, series_value: seriesValue, grain }) => keyText({ series, seriesValue, grain }),
	);
	return long.map((series, index) => {
		const { values = new Float64Array() } = before[index] ?? {};
		const truth = series.values.subarray(values.length);
		return {
			series,
			truth,
			steps: (steps.get(keyText(series)) ?? []).slice(0, truth.length),
			scale: naiveScale(values, 1),
		};
	});
}

function column(
	steps: readonly RevenuePrediction[],
	name: 'mean' | 'baseline' | 'lower80' | 'upper80' | 'lower95' | 'upper95',
) {
	return steps.map((step) => step[name]);
}

function meanOf(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Means over the series: errors of single series, of very different size, are scaled first. */
function figuresOf(trials: readonly Trial[]): EvidenceFigure[] {
	const scaled = trials.filter(({ scale }) => scale !== null);
	if (scaled.length === 0) return [];
	const errors = scaled.map(({ truth, steps, scale }) => pointErrors(truth, column(steps, 'mean'), scale));
	const baselines = scaled.map(({ truth, steps, scale }) => pointErrors(truth, column(steps, 'baseline'), scale));
	const coverage = (level: 80 | 95) => {
		const within = scaled.map(({ truth, steps }) => {
			const bounds = { lower: column(steps, `lower${level}`), upper: column(steps, `upper${level}`) };
			return intervalErrors(truth, bounds, level, null).coverage * truth.length;
		});
		return within.reduce((sum, value) => sum + value, 0) / scaled.reduce((sum, { truth }) => sum + truth.length, 0);
	};
	return [
		{
			id: 'mase',
			value: meanOf(errors.map(({ mase }) => mase ?? 0)),
			baseline: meanOf(baselines.map(({ mase }) => mase ?? 0)),
			better: 'lower',
		},
		{
			id: 'smape',
			value: meanOf(errors.map(({ smape }) => smape)),
			baseline: meanOf(baselines.map(({ smape }) => smape)),
			better: 'lower',
		},
		{ id: 'coverage80', value: coverage(80), baseline: null, better: 'higher' },
		{ id: 'coverage95', value: coverage(95), baseline: null, better: 'higher' },
	];
}

function evidenceOf(trials: readonly Trial[], models: RevenueForecastParameters['models']): Evidence {
	const figures = figuresOf(trials);
	const n = trials.reduce((sum, { truth }) => sum + truth.length, 0);
	const weekly = trials.find(({ series }) => series.grain === 'week') ?? trials[0];
	const last = weekly?.series.buckets.at(-1);
	const scores =
		models.find(({ series, grain }) => series === 'total' && grain === 'week')?.model.evidence.scores ?? [];
	const shareOf = (id: string) => figures.find((figure) => figure.id === id)?.value;
	return {
		holdout:
			weekly === undefined || last === undefined
				? null
				: {
						from: weekly.series.buckets.at(-weekly.truth.length) ?? last,
						to: lastDayOf(weekly.series.grain, last),
						n,
					},
		figures,
		calibration: null,
		coverage:
			figures.length === 0
				? null
				: ([80, 95] as const).map((level) => ({ level, share: shareOf(`coverage${level}`) ?? 0, n })),
		warnings: trials.length === 0 ? ['no_holdout'] : [],
		// Those of the whole by weeks, at the origins by which it was chosen.
		candidates: scores.map(({ name, mae }) => ({ kind: name.replace(' ', '_'), figure: 'mae', value: mae })),
		baseline: 'seasonal_naive',
	};
}

async function fitRevenueForecast(connection: Connection): Promise<Fitted<RevenueForecastParameters>> {
	const all = await readRevenue(connection);
	if (all.length === 0) throw new ModelError('input', 'a forecast needs a week or a month that is over, received none');
	const models = all.map(({ series, seriesValue, grain, values }) => ({
		series,
		seriesValue,
		grain,
		model: chooseForecast(values, grain),
	}));
	const evidence = evidenceOf(tryOnLastBuckets(all), models);
	const [mase] = evidence.figures;
	const firsts = all.flatMap(({ buckets }) => buckets.slice(0, 1)).sort();
	const lasts = all.flatMap(({ grain, buckets }) => buckets.slice(-1).map((bucket) => lastDayOf(grain, bucket))).sort();
	return {
		kind: 'auto-forecast',
		trainedFrom: firsts[0] ?? null,
		trainedTo: lasts.at(-1) ?? null,
		rows: all.reduce((sum, { values }) => sum + values.length, 0),
		status: mase !== undefined && mase.value < (mase.baseline ?? Infinity) ? 'good' : 'weak',
		evidence,
		parameters: { models },
	};
}

/** Forecasts by the models that were chosen, estimated anew on the values of now; a series that is new gets one. */
export function predictRevenue(
	{ models }: RevenueForecastParameters,
	all: readonly RevenueSeries[],
): RevenuePrediction[] {
	const known = new Map(models.map(({ model, ...key }) => [keyText(key), model]));
	return forecastSeries(
		all.map((series) => {
			const model = known.get(keyText(series));
			const { values, grain } = series;
			return {
				series,
				model: model === undefined ? chooseForecast(values, grain) : estimateAgain(model, values, grain),
			};
		}),
	);
}

/**
 * Net revenue by week and month, in total and by country and category. Between fits the choice of a series' model stays,
 * and its parameters follow what has come since.
 */
export const REVENUE_FORECAST_MODEL: ScoredModel<RevenueForecastParameters> = {
	name: 'revenue-forecast',
	features: ['ftr_revenue_by_bucket'],
	baseline: 'seasonal_naive',
	layout: 1,
	fit: fitRevenueForecast,
};
