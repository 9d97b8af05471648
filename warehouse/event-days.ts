import type { Connection } from './database.ts';
import { row, sql } from './query.ts';

/** First and last day with an order or an order line, in the company's zone; null in an empty warehouse. */
export interface EventDays {
	readonly first: string | null;
	readonly last: string | null;
}

/** Reads the days of events from the staging views of the connection. */
export async function eventDays(connection: Connection): Promise<EventDays> {
	const days = await row<EventDays>(
		connection,
		sql`select min(ordered_on) as first, max(ordered_on) as last from (
			select ordered_on from stg_orders union all select ordered_on from stg_order_lines
		)`,
	);
	return days ?? { first: null, last: null };
}
