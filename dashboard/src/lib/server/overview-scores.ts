import type { Connection } from '#warehouse/database.ts';
import { choicesFromFilter } from '#warehouse/metrics/filter-choices.ts';
import type { Filter } from '#warehouse/metrics/filter.ts';
import { forecastSteps, pastForecasts } from '#warehouse/reads/forecast.ts';
import type { ForecastSeries, ForecastStep } from '#warehouse/reads/forecast.ts';
import { hasScores } from '#warehouse/reads/list-customers.ts';
import { listModels } from '#warehouse/reads/models.ts';
import type { RevenueOverTime } from '#warehouse/reads/revenue.ts';
import type { Scope } from '#warehouse/reads/scope.ts';
import { readTiles } from '#warehouse/reads/tiles.ts';
import type { Tile } from '#warehouse/reads/tiles.ts';

const SCORE_TILES = ['expected_revenue', 'value_at_risk'] as const;
/** What the figures of scores can be filtered by, of what orders can. */
const SHARED: readonly string[] = ['country', 'customer_kind'];
/** Buckets ahead that are drawn: the past is what the page is about. */
const SHOWN_AHEAD = { week: 8, month: 6 } as const;
/** Past forecasts from which on their mean miss is told. */
const FEWEST_PAST = 5;

/** What is expected of the customers, beside the figures of the past. */
export interface ScoreTiles {
	readonly tiles: readonly Tile[];
	/** Whether the filter of the page holds for them: what tells orders apart does not. */
	readonly isFiltered: boolean;
}

/** Expected revenue and value at risk; no tiles in a snapshot from before there were scores. */
export async function readScoreTiles(db: Connection, scope: Scope): Promise<ScoreTiles> {
	if (!(await hasScores(db))) return { tiles: [], isFiltered: true };
	const choices = choicesFromFilter(scope.filter);
	const isFiltered = choices !== null && Object.keys(choices).every((dimension) => SHARED.includes(dimension));
	const tiles = await readTiles(db, isFiltered ? scope : { ...scope, filter: null, where: '' }, SCORE_TILES);
	// Nobody has a score: a figure of 0 would say that nothing is expected.
	return { tiles: tiles.some(({ value }) => (value ?? 0) !== 0) ? tiles : [], isFiltered };
}

/** Net revenue ahead of what a chart shows. */
export interface RevenueAhead {
	readonly steps: readonly ForecastStep[];
	/** Whether the model is better than its baseline. */
	readonly isWeak: boolean;
	/** By how much past forecasts missed on average, as a share; null while too few have come true. */
	readonly missed: number | null;
}

/** The series that a filter means; null for one that is not forecast. */
function seriesOf(filter: Filter | null): ForecastSeries | null {
	if (filter === null) return { series: 'total', series_value: null };
	const [only, ...others] = Object.entries(choicesFromFilter(filter) ?? {});
	if (only === undefined || others.length > 0) return null;
	const [dimension, [value, ...more]] = only;
	if (typeof value !== 'string' || more.length > 0) return null;
	return dimension === 'country' || dimension === 'category' ? { series: dimension, series_value: value } : null;
}

/**
 * The forecast that continues a chart of net revenue: by weeks or months, up to the analysis date, of the whole or of one
 * country or category; null where there is none that fits.
 */
export async function readRevenueAhead(
	db: Connection,
	{ filter, days, facts }: Scope,
	{ grain, points }: RevenueOverTime,
): Promise<RevenueAhead | null> {
	const series = seriesOf(filter);
	if (series === null || (grain !== 'week' && grain !== 'month') || days.to < facts.asOf) return null;
	if (!(await hasScores(db))) return null;
	const most = Math.min(SHOWN_AHEAD[grain], Math.max(1, Math.ceil(points.length / 2)));
	const steps = (await forecastSteps(db, series, grain)).slice(0, most);
	if (steps.length === 0) return null;
	const past = (await pastForecasts(db, series, grain)).filter(
		({ horizon, actual }) => horizon <= most && actual !== 0,
	);
	const missed = past.reduce((sum, { mean, actual }) => sum + Math.abs(mean / actual - 1), 0) / past.length;
	const model = (await listModels(db)).find((each) => each.model === 'revenue-forecast');
	return {
		steps,
		isWeak: model?.status !== 'good',
		missed: past.length < FEWEST_PAST ? null : missed,
	};
}
