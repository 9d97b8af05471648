import type { Connection } from '../database.ts';
import { rows } from '../query.ts';
import type { Grain } from '../metrics/metric.ts';
import { sliceSql } from '../metrics/compile.ts';
import { daysBetween } from '../metrics/period.ts';
import type { Scope } from './scope.ts';
import { bucketsOf } from './series.ts';
import type { Bucket } from './series.ts';

/** Customers of one bucket; each bucket counts for itself, and new plus returning are all with a sale in it. */
export interface NewAndReturningPoint extends Bucket {
	readonly new_customers: number;
	readonly returning_customers: number;
}

export interface NewAndReturning {
	readonly grain: Grain;
	readonly points: readonly NewAndReturningPoint[];
}

/**
 * New and returning customers by month (by week for a period up to 92 days), 0 where nobody bought.
 * @param options `grain` left out: chosen by the length of the period
 */
export async function newAndReturningCustomers(
	db: Connection,
	scope: Scope,
	options: { readonly grain?: Grain | null } = {},
): Promise<NewAndReturning> {
	const { facts, days, filter } = scope;
	const grain = options.grain ?? (daysBetween(days.from, days.to) <= 92 ? 'week' : 'month');
	const slice = { by: [], grain, ...days, filter };
	const found = await rows<Record<string, string | number>>(
		db,
		sliceSql(['new_customers', 'returning_customers'], slice, facts),
	);
	const byBucket = new Map(found.map((values) => [values[grain], values]));
	const points = bucketsOf(grain, days, facts).map(({ bucket, is_incomplete }) => ({
		bucket,
		is_incomplete,
		new_customers: Number(byBucket.get(bucket)?.new_customers ?? 0),
		returning_customers: Number(byBucket.get(bucket)?.returning_customers ?? 0),
	}));
	return { grain, points };
}
