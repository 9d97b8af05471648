import type { Connection } from '../database.ts';
import { row, rows } from '../query.ts';
import { METRICS } from '../metrics/catalog.ts';
import type { MetricId } from '../metrics/catalog.ts';
import type { Grain, Metric, MetricUnit } from '../metrics/metric.ts';
import { changeBetween } from '../metrics/comparison.ts';
import { compileMetric, fillsBuckets, groupByRelation, sliceSql } from '../metrics/compile.ts';
import { sqlWithLiterals } from '../metrics/literals.ts';
import type { Localized } from '../metrics/localized.ts';
import type { DayRange } from '../metrics/period.ts';
import type { MetricValue } from '../metrics/read-metric.ts';
import type { Slice } from '../metrics/request.ts';
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
	/** Of gross margin the share of net revenue whose cost is known; null for the others. */
	readonly coverage: number | null;
	readonly series: readonly TilePoint[];
	readonly seriesGrain: Grain;
	/** What `value` was read with. */
	readonly sql: string;
}

const TILES = [
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

const READ = [...TILES, 'cost_coverage'] as const satisfies readonly MetricId[];

/**
 * The figures at the top of the Overview, in the order they stand there, with the change against the compared days.
 */
export async function readTiles(db: Connection, scope: Scope): Promise<Tile[]> {
	const now = await readTotals(db, scope, scope.days);
	const before = scope.compared === null ? null : await readTotals(db, scope, scope.compared);
	const spark = sparkline(scope.days, scope.facts);
	const series = await readSeries(db, scope, spark.grain, spark.days);
	return TILES.map((metric) => {
		const { name, definition, unit, higherIsBetter }: Metric = METRICS[metric];
		const value = now[metric] ?? null;
		const valueBefore = before?.[metric] ?? null;
		const { total } = compileMetric({ metric, where: scope.where, ...scope.days }, scope.facts);
		return {
			metric,
			name,
			definition,
			unit,
			higherIsBetter,
			value,
			before: valueBefore,
			change: changeBetween(value, valueBefore, unit),
			coverage: metric === 'gross_margin' ? (now.cost_coverage ?? null) : null,
			series: series.map((point) => ({
				bucket: point.bucket,
				is_incomplete: point.is_incomplete,
				value: point.values[metric] ?? (fillsBuckets(metric) ? 0 : null),
			})),
			seriesGrain: spark.grain,
			sql: sqlWithLiterals(total),
		};
	});
}

type Values = Readonly<Partial<Record<MetricId, number | null>>>;

function sliceOf(scope: Scope, days: DayRange, grain: Grain | null): Slice {
	return { by: [], grain, from: days.from, to: days.to, filter: scope.filter };
}

function numbers(found: Readonly<Record<string, MetricValue>>, metrics: readonly MetricId[]): Values {
	const entries = metrics.map((metric) => {
		const value = found[metrics.length === 1 ? 'value' : metric] ?? null;
		return [metric, value === null ? null : Number(value)];
	});
	return Object.fromEntries(entries) as Values;
}

async function readTotals(db: Connection, scope: Scope, days: DayRange): Promise<Values> {
	const slice = sliceOf(scope, days, null);
	let totals: Values = {};
	for (const metrics of groupByRelation(READ, slice, scope.facts)) {
		const found = await row<Record<string, MetricValue>>(db, sliceSql(metrics, slice, scope.facts));
		totals = { ...totals, ...numbers(found ?? {}, metrics) };
	}
	return totals;
}

interface SeriesPoint extends Bucket {
	readonly values: Values;
}

async function readSeries(db: Connection, scope: Scope, grain: Grain, days: DayRange): Promise<SeriesPoint[]> {
	const slice = sliceOf(scope, days, grain);
	const byBucket = new Map<string, Values>();
	for (const metrics of groupByRelation(TILES, slice, scope.facts)) {
		for (const found of await rows<Record<string, MetricValue>>(db, sliceSql(metrics, slice, scope.facts))) {
			const bucket = String(found[grain]);
			byBucket.set(bucket, { ...byBucket.get(bucket), ...numbers(found, metrics) });
		}
	}
	return bucketsOf(grain, days, scope.facts).map((bucket) => ({
		...bucket,
		values: byBucket.get(bucket.bucket) ?? {},
	}));
}
