import type { Connection } from '../database.ts';
import { row, sql } from '../query.ts';

/** What models say of one customer. Figures are of the next 365 days, money in base currency before returns. */
export interface CustomerScore {
	readonly status: string;
	/** Null without a purchase. */
	readonly segment: string | null;
	/** 1 to 5, 5 the best; null without a purchase. */
	readonly recency_score: number | null;
	readonly frequency_score: number | null;
	readonly monetary_score: number | null;
	/** Days with a purchase. */
	readonly purchases: number;
	readonly recency_days: number | null;
	readonly age_days: number | null;
	/** The chance that they are still a customer; null where nothing can be said. */
	readonly p_alive: number | null;
	/** With an 80 % interval; null unless scored. */
	readonly expected_purchases: number | null;
	readonly expected_purchases_lower: number | null;
	readonly expected_purchases_upper: number | null;
	readonly expected_revenue: number | null;
	readonly expected_revenue_lower: number | null;
	readonly expected_revenue_upper: number | null;
	readonly value_at_risk: number | null;
	readonly reason: string;
	/** Their usual days between two purchases; null where there were not two. */
	readonly reason_gap_days: number | null;
}

/** The score of a customer; null where the snapshot does not know them. */
export function customerScore(db: Connection, customerId: string): Promise<CustomerScore | null> {
	return row(
		db,
		sql`select * exclude (customer_id, country, customer_kind, model, model_version)
		from customer_scores where customer_id = ${customerId}`,
	);
}
