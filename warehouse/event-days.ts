import type { Connection } from './database.ts';
import { row, sql } from './query.ts';

/** First and last day on which something happened, in the company's zone; null in an empty warehouse. */
export interface EventDays {
	readonly first: string | null;
	readonly last: string | null;
}

/** Entities whose rows say when something happened, or whether it did: what else is loaded moves no analysis date. */
export const DATED_ENTITIES: readonly string[] = [
	'orders',
	'order_lines',
	'deals',
	'stages',
	'deal_stage_events',
	'leads',
	'tickets',
	'campaign_members',
	'activities',
];

/**
 * Reads the days of events from the staging views of the connection: orders, deals opened, moved and closed, leads,
 * tickets, activities, and what campaigns sent and got back. What is planned (an expected close, a meeting next week, a
 * task) is no event, nor is the closing day that some sources give to open deals.
 * @param today in the company's zone: what is dated after it, orders apart, is planned
 */
export async function eventDays(connection: Connection, today: string): Promise<EventDays> {
	const days = await row<EventDays>(
		connection,
		sql`select min(day) as first, max(day) as last from (
			select ordered_on as day from stg_orders
			union all select ordered_on from stg_order_lines
			union all select day from (
				select unnest([opened_on, case when closes then closed_on end]) as day from (
					select deals.opened_on, deals.closed_on, coalesce(deals.outcome, stages.outcome) in ('won', 'lost') as closes
					from stg_deals as deals left join stg_stages as stages using (stage_id)
				)
				union all select changed_on from stg_deal_stage_events
				union all select unnest([created_on, converted_on]) from stg_leads
				union all select unnest([opened_on, first_response_on, resolved_on, satisfaction_on]) from stg_tickets
				union all select unnest([sent_on, responded_on]) from stg_campaign_members
				union all select unnest([created_on, started_on, completed_on]) from stg_activities
			) where day <= ${today}::date
		)`,
	);
	return days ?? { first: null, last: null };
}
