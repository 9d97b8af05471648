import type { DimensionId } from './dimensions.ts';

/** Something metrics are computed from: a mart, or a query over marts, with the column of each dimension it carries. */
export interface Relation {
	/** What stands after `from`. */
	readonly from: string;
	/** A `date`: the day, or for a relation by month the first of the month. */
	readonly timeColumn: string;
	readonly timeGrain: 'day' | 'month';
	/**
	 * The days that empty buckets are filled for: `events`, the default, from the first event of the snapshot to its last;
	 * `own` from the first day of this relation's rows to the snapshot's last; `planned` within the rows' own days alone,
	 * which may lie ahead.
	 */
	readonly covers?: 'events' | 'own' | 'planned';
	/** Rows are sums over facts, not facts. */
	readonly isRollup?: true;
	readonly dimensions: Readonly<Partial<Record<DimensionId, string>>>;
	/**
	 * Set where values are taken over customers, not over rows: rows are first gathered to one per bucket, group and
	 * customer, with `first_on` and `last_on` (days of a sale) and the customer's first sale ever, `first_order_on`.
	 */
	readonly perCustomer?: { readonly only: string };
}
