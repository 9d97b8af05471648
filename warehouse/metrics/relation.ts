import type { DimensionId } from './dimensions.ts';

/** Something metrics are computed from: a mart, or a query over marts, with the column of each dimension it carries. */
export interface Relation {
	/** What stands after `from`. */
	readonly from: string;
	/** A `date`: the day, or for a relation by month the first of the month. */
	readonly timeColumn: string;
	readonly timeGrain: 'day' | 'month';
	/** Rows are sums over facts, not facts. */
	readonly isRollup?: true;
	readonly dimensions: Readonly<Partial<Record<DimensionId, string>>>;
	/**
	 * Set where values are taken over customers, not over rows: rows are first gathered to one per bucket, group and
	 * customer, with `first_on` and `last_on` (days of a sale) and the customer's first sale ever, `first_order_on`.
	 */
	readonly perCustomer?: { readonly only: string };
}
