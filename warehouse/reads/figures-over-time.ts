import type { Connection } from '../database.ts';
import type { MetricId } from '../metrics/catalog.ts';
import type { Grain } from '../metrics/metric.ts';
import type { DayRange } from '../metrics/period.ts';
import { nothing, readFigures } from './figures.ts';
import type { Scope } from './scope.ts';
import { bucketsOf, chartGrain } from './series.ts';
import type { Bucket } from './series.ts';

/** Several metrics in one bucket, and in the one in the same place of the days compared with. */
export interface FiguresPoint<Id extends MetricId> extends Bucket {
	readonly values: Readonly<Record<Id, number | null>>;
	/** Null where nothing is compared, or that bucket lies before the data. */
	readonly before: Readonly<Record<Id, number | null>> | null;
}

export interface FiguresOverTime<Id extends MetricId> {
	readonly grain: Grain;
	readonly points: readonly FiguresPoint<Id>[];
}

type ByBucket<Id extends MetricId> = ReadonlyMap<unknown, Readonly<Record<Id, number | null>>>;

/**
 * Metrics over the period of a scope in buckets that a chart can show, the empty ones too: 0 for sums and counts, null
 * for averages and shares. What has no day is in no bucket; totals without a period count it.
 * @param options `grain` left out: chosen by the length of the period
 */
export async function figuresOverTime<Id extends MetricId>(
	db: Connection,
	metrics: readonly Id[],
	scope: Scope,
	options: { readonly grain?: Grain | null } = {},
): Promise<FiguresOverTime<Id>> {
	const { facts, filter, days, compared } = scope;
	const grain = options.grain ?? chartGrain(days);
	const read = async (range: DayRange): Promise<ByBucket<Id>> => {
		const found = await readFigures(db, metrics, { by: [], grain, ...range, filter }, facts);
		return new Map(found.map(({ group, values }) => [group[grain], values]));
	};
	const now = await read(days);
	const before = compared === null ? null : await read(compared);
	const empty = nothing(metrics);
	const points = bucketsOf(grain, days, facts, compared).map(({ bucket, is_incomplete, before_bucket }) => ({
		bucket,
		is_incomplete,
		values: now.get(bucket) ?? empty,
		before: before === null || before_bucket === null ? null : (before.get(before_bucket) ?? empty),
	}));
	return { grain, points };
}
