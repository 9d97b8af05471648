import type { Connection } from '../database.ts';
import { rows, sql } from '../query.ts';

/** The customers of a segment together. Money is in base currency. */
export interface SegmentProfile {
	/** Null: customers without a purchase. */
	readonly segment: string | null;
	readonly customers: number;
	/** Net revenue of all time. */
	readonly net_revenue: number;
	/** Days since the last purchase, and days with a purchase, of the customer in the middle; null without a purchase. */
	readonly median_recency_days: number | null;
	readonly median_purchases: number | null;
	/** Customers with a score, and those who are likely gone. */
	readonly scored: number;
	readonly gone: number;
	/** What those with a score are expected to buy within 365 days, and what of it is at risk; null without any. */
	readonly expected_revenue: number | null;
	readonly value_at_risk: number | null;
}

/** Every segment that somebody is in; in no order. */
export function segmentProfiles(db: Connection): Promise<SegmentProfile[]> {
	return rows(
		db,
		sql`select segment, count(*) as customers,
			cast(coalesce(sum(net_revenue), 0) as double) as net_revenue,
			cast(median(recency_days) as double) as median_recency_days,
			cast(median(purchases) filter (where segment is not null) as double) as median_purchases,
			count(*) filter (where status = 'scored') as scored,
			count(*) filter (where status = 'gone') as gone,
			-- Summed as decimals, as the metrics of these names: the sum of doubles hangs on their order.
			cast(sum(cast(expected_revenue as decimal(18, 4))) as double) as expected_revenue,
			cast(sum(cast(value_at_risk as decimal(18, 4))) as double) as value_at_risk
		from customer_scores join dim_customers using (customer_id)
		group by segment`,
	);
}

/** How many customers are scored, and how many are not, for which reason. */
export interface ScoreState {
	readonly status: string;
	/** As `customer_scores` has it. */
	readonly reason: string;
	readonly customers: number;
	/** Of all time, in base currency. */
	readonly net_revenue: number;
}

/** The customers by state and reason of their score; in no order. */
export function scoreStates(db: Connection): Promise<ScoreState[]> {
	return rows(
		db,
		sql`select status, reason, count(*) as customers, cast(coalesce(sum(net_revenue), 0) as double) as net_revenue
		from customer_scores join dim_customers using (customer_id)
		group by status, reason`,
	);
}

/** Customers who were in one segment on an earlier day and are in the same or another one now. */
export interface SegmentMovement {
	readonly since_on: string;
	/** Null: not a customer, or without a purchase. */
	readonly from_segment: string | null;
	readonly to_segment: string | null;
	readonly customers: number;
	/** What they are expected to buy within 365 days, in base currency; 0 for those without a score. */
	readonly expected_revenue: number;
}

/** Where customers went since each of the earlier days that the snapshot is compared with, the latest first. */
export function segmentMovements(db: Connection): Promise<SegmentMovement[]> {
	return rows(
		db,
		sql`select since_on, from_segment, to_segment, customers, expected_revenue
		from segment_movements
		order by since_on desc, customers desc, from_segment, to_segment`,
	);
}
