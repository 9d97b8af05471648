import type { Connection } from '#warehouse/database.ts';
import { filterFromChoices } from '#warehouse/metrics/filter-choices.ts';
import { filterText } from '#warehouse/metrics/filter-text.ts';
import { countRecords } from '#warehouse/reads/count-records.ts';
import { forecastSeries, forecastSteps, pastForecasts, pipelineAhead } from '#warehouse/reads/forecast.ts';
import type { ForecastSeries, ForecastStep } from '#warehouse/reads/forecast.ts';
import { hasScores } from '#warehouse/reads/list-customers.ts';
import { modelByName } from '#warehouse/reads/models.ts';
import { revenueOverTime } from '#warehouse/reads/revenue.ts';
import { readScope } from '#warehouse/reads/scope.ts';
import type { ForecastQuery } from '#lib/scores/forecast-query.ts';
import { endOf, scoreboard } from './forecast-scoreboard.ts';
import { parseEvidence } from './model-evidence.ts';
import { seriesChoices } from './model-parameters.ts';
import type { RequestSnapshot } from './warehouse.ts';

/** Buckets of the past that are drawn, and buckets ahead that the sentence adds up. */
const SHOWN = { week: 65, month: 30 } as const;
const SUMMED = { week: 4, month: 3 } as const;
/** Months of the pipeline that are shown. */
const SHOWN_MONTHS = 12;

/** What the next whole buckets are expected to bring together. */
export interface ForecastSum {
	readonly buckets: number;
	/** First day of the first one. */
	readonly from: string;
	readonly mean: number;
	/** The bounds added up: no narrower than those of the sum, for misses of neighbours go together. */
	readonly lower80: number;
	readonly upper80: number;
	readonly baseline: number;
}

/** The next buckets that have not begun on the analysis date, added up; null where there are none. */
export function sumAhead(steps: readonly ForecastStep[], asOf: string, most: number): ForecastSum | null {
	const whole = steps.filter(({ bucket }) => bucket >= asOf).slice(0, most);
	const [first] = whole;
	if (first === undefined) return null;
	const sum = (name: 'mean' | 'lower80' | 'upper80' | 'baseline'): number =>
		whole.reduce((total, step) => total + step[name], 0);
	return {
		buckets: whole.length,
		from: first.bucket,
		mean: sum('mean'),
		lower80: sum('lower80'),
		upper80: sum('upper80'),
		baseline: sum('baseline'),
	};
}

/** What a series brought so far, bucket by bucket. */
async function readHistory(db: Connection, { series, series_value: value, grain }: ForecastQuery) {
	const filter = series === 'total' ? null : filterFromChoices({ [series]: [value] });
	const scope = await readScope(db, { period: 'all', where: filter === null ? '' : filterText(filter) });
	const { points } = await revenueOverTime(db, scope, { grain });
	// The data may begin within a bucket: what is of a part of it would look like a fall.
	return points.slice(points[0]?.is_incomplete === true && points.length > 1 ? 1 : 0);
}

async function readModelOf(db: Connection, { series, series_value, grain }: ForecastQuery) {
	const row = await modelByName(db, 'revenue-forecast');
	if (row === null) return null;
	const choices = seriesChoices(row.parameters);
	return {
		status: row.status,
		evidence: parseEvidence(row.evidence),
		choice:
			choices.find(
				(choice) => choice.series === series && choice.seriesValue === series_value && choice.grain === grain,
			) ?? null,
	};
}

async function readPipeline(db: Connection) {
	if ((await countRecords(db)).deals === 0) return null;
	const months = await pipelineAhead(db);
	return months.length === 0 ? null : months.slice(0, SHOWN_MONTHS);
}

async function readAll(db: Connection, wanted: ForecastQuery, asOf: string) {
	if (!(await hasScores(db))) return null;
	const choices = await forecastSeries(db);
	const isWanted = ({ series, series_value }: ForecastSeries): boolean =>
		series === wanted.series && series_value === wanted.series_value;
	const isKnown = choices.some(isWanted);
	const query: ForecastQuery = isKnown ? wanted : { grain: wanted.grain, series: 'total', series_value: null };
	const steps = await forecastSteps(db, query, query.grain);
	const history = await readHistory(db, query);
	const known = history
		.filter(({ is_incomplete }) => !is_incomplete)
		.map(({ bucket, net_revenue }) => ({ bucket, value: net_revenue }));
	const [first] = steps;
	return {
		query,
		isKnown: isKnown || choices.length === 0,
		choices,
		history: history.slice(-SHOWN[query.grain]),
		steps,
		sum: sumAhead(steps, asOf, SUMMED[query.grain]),
		model: await readModelOf(db, query),
		scoreboard: scoreboard(await pastForecasts(db, query, query.grain), known, query.grain),
		/** When the first bucket of the newest forecast is over. */
		dueOn: first === undefined ? null : endOf(first.bucket, query.grain),
		pipeline: await readPipeline(db),
	};
}

export type ForecastPage = NonNullable<Awaited<ReturnType<typeof readAll>>>;

/**
 * A forecast with its past, its model and what became of earlier ones; null for a snapshot from before there were any. A
 * series that is not forecast gives the total, with `isKnown` false.
 */
export function readForecast(snapshot: RequestSnapshot, query: ForecastQuery): Promise<ForecastPage | null> {
	const key = `forecast ${JSON.stringify([query.grain, query.series, query.series_value])}`;
	return snapshot.cached(key, (db) => readAll(db, query, snapshot.facts.asOf));
}
