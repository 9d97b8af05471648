import type { Connection } from '../database.ts';
import { METRICS } from '../metrics/catalog.ts';
import type { MetricId } from '../metrics/catalog.ts';
import type { Grain, Metric, MetricUnit } from '../metrics/metric.ts';
import { changeBetween } from '../metrics/comparison.ts';
import { compileMetric, fillsBuckets } from '../metrics/compile.ts';
import { sqlWithLiterals } from '../metrics/literals.ts';
import type { Localized } from '../metrics/localized.ts';
import type { DayRange } from '../metrics/period.ts';
import type { Slice } from '../metrics/request.ts';
import { nothing, readFigures } from './figures.ts';
import type { Scope } from './scope.ts';
import { bucketsOf, sparkline } from './series.ts';
import type { Bucket } from './series.ts';

/** One point of a tile's line; null where the metric has no value in the bucket. */
export interface TilePoint extends Bucket {
	readonly value: number | null;
}

/** A figure with what it needs to be understood. Money is in base currency, rounded to cents. */
export interface Tile {
	readonly metric: MetricId;
	readonly name: Localized;
	readonly definition: Localized;
	readonly unit: MetricUnit;
	readonly higherIsBetter: boolean;
	readonly value: number | null;
	/** Null when nothing is compared or the data does not reach back. */
	readonly before: number | null;
	/** As `changeBetween`: of a ratio the difference, else the relative change. */
	readonly change: number | null;
	/** Of a share of things that are counted, how many those are; null for the others. */
	readonly sample: number | null;
	/** Of gross margin the share of net revenue whose cost is known; null for the others. */
	readonly coverage: number | null;
	/** None of a figure as of the snapshot: what it was before is not known. */
	readonly series: readonly TilePoint[];
	readonly seriesGrain: Grain;
	/** What `value` was read with. */
	readonly sql: string;
}

/** The figures at the top of the Overview, in the order they stand there. */
const OVERVIEW_TILES = [
	'net_revenue',
	'customers',
	'new_customers',
	'repeat_purchase_rate',
	'average_order_value',
	'gross_margin',
	'sales_revenue',
	'returns_revenue',
	'orders',
	'returning_customers',
] as const satisfies readonly MetricId[];

type Values = Readonly<Partial<Record<MetricId, number | null>>>;

/**
 * Figures of a period with the change against the compared days, those of the Overview unless others are named. What is
 * so as of the snapshot, as an open pipeline, is shown without the period, a change and a line.
 * @param scope its filter has to fit every metric
 */
export async function readTiles(
	db: Connection,
	scope: Scope,
	metrics: readonly MetricId[] = OVERVIEW_TILES,
): Promise<Tile[]> {
	const coverage: readonly MetricId[] = metrics.includes('gross_margin') ? ['cost_coverage'] : [];
	const read = [...new Set([...metrics, ...coverage, ...metrics.flatMap(shareOf)])];
	const isState = (metric: MetricId): boolean => (METRICS[metric] as Metric).isState === true;
	const moving = metrics.filter((metric) => !isState(metric));
	const now = await readTotals(db, scope, scope.days, read);
	const before = scope.compared === null ? null : await readTotals(db, scope, scope.compared, moving);
	const spark = sparkline(scope.days, scope.facts);
	const series = await readSeries(db, scope, spark.grain, spark.days, moving);
	return metrics.map((metric) => {
		const { name, definition, unit, higherIsBetter }: Metric = METRICS[metric];
		const value = now[metric] ?? null;
		const valueBefore = before?.[metric] ?? null;
		const days = isState(metric) ? {} : scope.days;
		const { total } = compileMetric({ metric, where: scope.where, ...days }, scope.facts);
		return {
			metric,
			name,
			definition,
			unit,
			higherIsBetter,
			value,
			before: valueBefore,
			change: changeBetween(value, valueBefore, unit),
			sample: sampleOf(metric, now),
			coverage: metric === 'gross_margin' ? (now.cost_coverage ?? null) : null,
			series: isState(metric)
				? []
				: series.map((point) => ({
						bucket: point.bucket,
						is_incomplete: point.is_incomplete,
						value: point.values[metric] ?? (fillsBuckets(metric) ? 0 : null),
					})),
			seriesGrain: spark.grain,
			sql: sqlWithLiterals(total),
		};
	});
}

function shareOf(metric: MetricId): readonly MetricId[] {
	return ((METRICS[metric] as Metric).shareOf ?? []) as readonly MetricId[];
}

function sampleOf(metric: MetricId, values: Values): number | null {
	const counts = shareOf(metric);
	return counts.length === 0 ? null : counts.reduce((sum, count) => sum + (values[count] ?? 0), 0);
}

function sliceOf(scope: Scope, days: DayRange, grain: Grain | null): Slice {
	return { by: [], grain, from: days.from, to: days.to, filter: scope.filter };
}

async function readTotals(db: Connection, scope: Scope, days: DayRange, metrics: readonly MetricId[]): Promise<Values> {
	const [found] = await readFigures(db, metrics, sliceOf(scope, days, null), scope.facts);
	return found?.values ?? nothing(metrics);
}

interface SeriesPoint extends Bucket {
	readonly values: Values;
}

async function readSeries(
	db: Connection,
	scope: Scope,
	grain: Grain,
	days: DayRange,
	metrics: readonly MetricId[],
): Promise<SeriesPoint[]> {
	const found = await readFigures(db, metrics, sliceOf(scope, days, grain), scope.facts);
	const byBucket = new Map(found.map(({ group, values }) => [group[grain], values]));
	return bucketsOf(grain, days, scope.facts).map((bucket) => ({
		...bucket,
		values: byBucket.get(bucket.bucket) ?? {},
	}));
}
