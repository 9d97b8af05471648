import type { Connection } from '../database.ts';
import { rows } from '../query.ts';
import type { Grain } from '../metrics/metric.ts';
import { changeBetween } from '../metrics/comparison.ts';
import { sliceSql } from '../metrics/compile.ts';
import type { DimensionId } from '../metrics/dimensions.ts';
import type { DayRange } from '../metrics/period.ts';
import type { Scope } from './scope.ts';
import { bucketsOf, chartGrain } from './series.ts';
import type { Bucket } from './series.ts';

/** Revenue of one bucket, in base currency, rounded to cents. */
export interface RevenuePoint extends Bucket {
	readonly net_revenue: number;
	readonly sales_revenue: number;
	readonly returns_revenue: number;
	/** The bucket in the same place of the compared days; null where there is none or no data reaches back. */
	readonly before_bucket: string | null;
	readonly before_net_revenue: number | null;
}

export interface RevenueOverTime {
	readonly grain: Grain;
	readonly points: readonly RevenuePoint[];
}

const REVENUE = ['net_revenue', 'sales_revenue', 'returns_revenue'] as const;
type Revenue = Readonly<Record<(typeof REVENUE)[number], number>>;
const NOTHING: Revenue = { net_revenue: 0, sales_revenue: 0, returns_revenue: 0 };

/**
 * Revenue by day, week, month or quarter, one point per bucket with 0 where nothing was sold.
 * @param options `grain` left out: chosen by the length of the period
 */
export async function revenueOverTime(
	db: Connection,
	scope: Scope,
	options: { readonly grain?: Grain | null } = {},
): Promise<RevenueOverTime> {
	const { facts, days, comparedWanted } = scope;
	const grain = options.grain ?? chartGrain(days);
	const now = await revenueByBucket(db, scope, grain, days);
	const before = comparedWanted && (await revenueByBucket(db, scope, grain, comparedWanted));
	const points = bucketsOf(grain, days, facts, comparedWanted).map((bucket) => ({
		...bucket,
		...(now.get(bucket.bucket) ?? NOTHING),
		before_net_revenue:
			bucket.before_bucket === null ? null : (before?.get(bucket.before_bucket) ?? NOTHING).net_revenue,
	}));
	return { grain, points };
}

async function revenueByBucket(
	db: Connection,
	scope: Scope,
	grain: Grain,
	days: DayRange,
): Promise<Map<string, Revenue>> {
	const slice = { by: [], grain, ...days, filter: scope.filter };
	const found = await rows<Record<string, string>>(db, sliceSql(REVENUE, slice, scope.facts));
	return new Map(
		found.map((values) => [
			values[grain] ?? '',
			{
				net_revenue: Number(values.net_revenue),
				sales_revenue: Number(values.sales_revenue),
				returns_revenue: Number(values.returns_revenue),
			},
		]),
	);
}

/** Net revenue of one value of a dimension, or of all that are not named. */
export interface RevenueShare {
	/** Null: the lines without a value, or the others. */
	readonly value: string | null;
	/** Set on the last row where groups were put together. */
	readonly is_others: boolean;
	/** How many values the row stands for. */
	readonly values_count: number;
	/** In base currency, rounded to cents. */
	readonly net_revenue: number;
	/** Of the net revenue of all; null where that is not positive. */
	readonly share: number | null;
	readonly before_net_revenue: number | null;
	/** The relative change; null where nothing is compared or nothing was sold before. */
	readonly change: number | null;
}

export type RevenueDimension = Extract<
	DimensionId,
	'country' | 'category' | 'customer_kind' | 'channel' | 'currency' | 'product'
>;

/**
 * Net revenue by a dimension: the largest values, then all others in one row (when there is more than one other).
 * @param options `top` is how many are named, 5 by default
 */
export async function revenueBy(
	db: Connection,
	dimension: RevenueDimension,
	scope: Scope,
	options: { readonly top?: number } = {},
): Promise<RevenueShare[]> {
	const now = await revenueByValue(db, scope, dimension, scope.days);
	const before = scope.compared && (await revenueByValue(db, scope, dimension, scope.compared));
	const all = new Map([...(before ?? new Map<string | null, number>())].map(([value]) => [value, 0]));
	for (const [value, revenue] of now) all.set(value, revenue);
	const rank = ([value, revenue]: [string | null, number]): [number, number, string] => [
		revenue,
		before?.get(value) ?? 0,
		value ?? '',
	];
	const ranked = [...all].sort((a, b) => byRank(rank(a), rank(b))).map(([value]) => value);
	const top = options.top ?? 5;
	const named = ranked.length <= top + 1 ? ranked : ranked.slice(0, top);
	const others = ranked.slice(named.length);
	const total = sumOf(now, ranked);

	function share(value: string | null, values: readonly (string | null)[], isOthers: boolean): RevenueShare {
		const net_revenue = sumOf(now, values);
		const before_net_revenue = before && sumOf(before, values);
		return {
			value,
			is_others: isOthers,
			values_count: values.length,
			net_revenue,
			share: total > 0 ? net_revenue / total : null,
			before_net_revenue,
			change: changeBetween(net_revenue, before_net_revenue, 'money'),
		};
	}

	const shares = named.map((value) => share(value, [value], false));
	return others.length === 0 ? shares : [...shares, share(null, others, true)];
}

/** Larger revenue first, of equal ones the larger one before, then by name: DuckDB gives groups in any order. */
function byRank([a, beforeA, nameA]: [number, number, string], [b, beforeB, nameB]: [number, number, string]): number {
	return b - a || beforeB - beforeA || (nameA < nameB ? -1 : 1);
}

async function revenueByValue(
	db: Connection,
	scope: Scope,
	dimension: RevenueDimension,
	days: DayRange,
): Promise<Map<string | null, number>> {
	const slice = { by: [dimension], grain: null, ...days, filter: scope.filter };
	const found = await rows<Record<string, string | null>>(db, sliceSql(['net_revenue'], slice, scope.facts));
	return new Map(found.map((values) => [values[dimension] ?? null, Number(values.value)]));
}

function sumOf(revenue: ReadonlyMap<string | null, number>, values: readonly (string | null)[]): number {
	const sum = values.reduce((total, value) => total + (revenue.get(value) ?? 0), 0);
	return Math.round(sum * 100) / 100;
}
