import type { Connection } from '../database.ts';
import { rows, sql } from '../query.ts';

/** What is forecast: the whole, or one country or category. */
export interface ForecastSeries {
	readonly series: 'total' | 'country' | 'category';
	/** Null for the whole. */
	readonly series_value: string | null;
}

export type ForecastGrain = 'week' | 'month';

/** The series that the snapshot has a forecast of: the whole first, then by kind, the largest first. */
export function forecastSeries(db: Connection): Promise<ForecastSeries[]> {
	return rows(
		db,
		sql`select series, series_value from forecasts
		group by series, series_value
		order by series <> 'total', series = 'category', sum(mean) filter (where grain = 'month') desc nulls last, series_value`,
	);
}

/** A week or month ahead, the running one first and whole. Net revenue in base currency. */
export interface ForecastStep {
	/** Its first day. */
	readonly bucket: string;
	readonly step: number;
	readonly mean: number;
	readonly lower80: number;
	readonly upper80: number;
	readonly lower95: number;
	readonly upper95: number;
	/** The same bucket a year before, or the last one where there is none. */
	readonly baseline: number;
	/** The model as it calls itself. */
	readonly model: string;
	/** Where the width of the bounds comes from. */
	readonly interval: 'conformal' | 'pooled' | 'model';
	readonly made_on: string;
}

/** The newest forecast of a series, in order; none where the series is not forecast. */
export function forecastSteps(
	db: Connection,
	{ series, series_value }: ForecastSeries,
	grain: ForecastGrain,
): Promise<ForecastStep[]> {
	return rows(
		db,
		sql`select bucket, step, mean, lower80, upper80, lower95, upper95, baseline, model, interval, made_on
		from forecasts
		where series = ${series} and series_value is not distinct from ${series_value} and grain = ${grain}
		order by step`,
	);
}

/** A past forecast of a bucket that is over, beside what came. */
export interface PastForecast {
	readonly bucket: string;
	readonly made_on: string;
	/** Buckets ahead; 1 is the one it was made in. */
	readonly horizon: number;
	readonly mean: number;
	readonly lower80: number;
	readonly upper80: number;
	readonly lower95: number;
	readonly upper95: number;
	readonly baseline: number;
	readonly actual: number;
}

/**
 * Past forecasts of a series by horizon and bucket. Of the many that daily runs make of one bucket from one other, the
 * first counts, which knew least: so each bucket is counted once a horizon.
 */
export function pastForecasts(
	db: Connection,
	{ series, series_value }: ForecastSeries,
	grain: ForecastGrain,
): Promise<PastForecast[]> {
	return rows(
		db,
		sql`select bucket, made_on, horizon, mean, lower80, upper80, lower95, upper95, baseline, actual
		from forecast_accuracy
		where series = ${series} and series_value is not distinct from ${series_value} and grain = ${grain}
		qualify row_number() over (partition by bucket, horizon order by made_on) = 1
		order by horizon, bucket`,
	);
}

/** Open deals by the month in which they may close, in base currency. */
export interface PipelineAhead {
	/** First day of the month, never before that of the analysis date; null for deals that say nothing of a close. */
	readonly month: string | null;
	readonly open_deals: number;
	readonly open_pipeline: number;
	/** Amount times the probability that a person or the stage gives. */
	readonly weighted_pipeline: number;
	/** Amount times the chance that the model, or the stage, gives; null where no deal has one. */
	readonly modelled_pipeline: number | null;
}

/** The open pipeline ahead: overdue deals count in the running month, for they cannot close before it. */
export function pipelineAhead(db: Connection): Promise<PipelineAhead[]> {
	return rows(
		db,
		sql`select cast(date_trunc('month', scores.expected_close_on) as date) as month, count(*) as open_deals,
			cast(coalesce(sum(deals.amount_base), 0) as double) as open_pipeline,
			cast(coalesce(sum(deals.weighted_base), 0) as double) as weighted_pipeline,
			cast(sum(cast(scores.expected_base as decimal(18, 4))) as double) as modelled_pipeline
		from deal_scores as scores join fct_deals as deals using (deal_id)
		group by month
		order by month nulls last`,
	);
}
