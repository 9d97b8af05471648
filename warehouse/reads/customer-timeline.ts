import type { Connection } from '../database.ts';
import { row, rows, sql, unsafe } from '../query.ts';
import type { Sql } from '../query.ts';
import type { Page, Paging } from './customer.ts';

export const TIMELINE_KINDS = ['order', 'deal', 'ticket', 'campaign', 'activity'] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number];

/** Something that happened between a customer and us. */
export interface TimelineEntry {
	/** UTC; null where its time is not known. */
	readonly happened_at: string | null;
	/** In the company's zone. */
	readonly happened_on: string | null;
	readonly kind: TimelineKind;
	/**
	 * What happened: `ordered`, `returned`, `adjusted`; `opened`, `won`, `lost`; `opened`, `resolved`, `rated`; `sent`,
	 * `responded`; `call`, `email`, `meeting`, `task`, `note` or what else a source calls an activity.
	 */
	readonly event: string;
	/** The order's, deal's, ticket's, campaign's or activity's id. */
	readonly id: string;
	/** The deal's name, the ticket's subject or number, the campaign's name; null for orders and activities. */
	readonly label: string | null;
	/** Stage, status or the like; of a rating the rating. */
	readonly detail: string | null;
	/** Of orders their net, of deals their amount, in base currency and cents; null where nothing is paid. */
	readonly amount: number | null;
}

const ORDER_EVENTS = `case order_kind when 'sale' then 'ordered' when 'return' then 'returned' else 'adjusted' end`;

/** Each of them gives the columns of an entry of the customers in `ids`. */
const PARTS: Readonly<Record<TimelineKind, readonly string[]>> = {
	order: [
		`select ordered_at, ordered_on, 'order', ${ORDER_EVENTS}, order_id, null, channel, net_base
		from fct_orders where customer_id = $customer`,
	],
	deal: [
		`select opened_at, opened_on, 'deal', 'opened', deal_id, names.name, stage, amount_base
		from fct_deals left join dim_deal_names as names using (deal_id) where customer_id = $customer`,
		`select closed_at, closed_on, 'deal', outcome, deal_id, names.name, coalesce(loss_reason, stage), amount_base
		from fct_deals left join dim_deal_names as names using (deal_id)
		where customer_id = $customer and outcome <> 'open'`,
	],
	ticket: [
		`select opened_at, opened_on, 'ticket', 'opened', ticket_id, coalesce(subjects.subject, number), status, null
		from fct_tickets left join dim_ticket_subjects as subjects using (ticket_id) where customer_id = $customer`,
		`select resolved_at, resolved_on, 'ticket', 'resolved', ticket_id, coalesce(subjects.subject, number), status, null
		from fct_tickets left join dim_ticket_subjects as subjects using (ticket_id)
		where customer_id = $customer and resolved_at is not null`,
		`select satisfaction_at, satisfaction_on, 'ticket', 'rated', ticket_id, coalesce(subjects.subject, number),
			satisfaction::varchar, null
		from fct_tickets left join dim_ticket_subjects as subjects using (ticket_id)
		where customer_id = $customer and satisfaction is not null`,
	],
	campaign: [
		`select sent_at, sent_on, 'campaign', 'sent', campaign_id, campaign, status, null
		from fct_campaign_members where customer_id = $customer and is_sent`,
		`select responded_at, responded_on, 'campaign', 'responded', campaign_id, campaign, status, null
		from fct_campaign_members where customer_id = $customer and is_responded`,
	],
	activity: [
		`select happened_at, happened_on, 'activity', activity_type, activity_id, null, direction, null
		from fct_activities where customer_id = $customer`,
	],
};

const COLUMNS = '(happened_at, happened_on, kind, event, id, label, detail, amount_base)';

/**
 * What happened between a customer and us, newest first, what has no time last; by pages.
 * @param options `kinds` left out: all of them
 */
export async function customerTimeline(
	db: Connection,
	customerId: string,
	{ limit = 50, offset = 0, kinds = TIMELINE_KINDS }: Paging & { readonly kinds?: readonly TimelineKind[] } = {},
): Promise<Page<TimelineEntry>> {
	const entries = entriesSql(customerId, kinds);
	if (entries === null) return { rows: [], count: 0 };
	const count = await row<{ count: number }>(db, sql`select count(*) as count from (${entries}) as entries`);
	const found = await rows<TimelineEntry>(
		db,
		sql`select happened_at, happened_on, kind, event, id, label, detail,
			cast(round(amount_base, 2) as double) as amount
		from (${entries}) as entries ${unsafe(COLUMNS)}
		order by happened_at desc nulls last, kind, id, event
		limit ${limit} offset ${offset}`,
	);
	return { rows: found, count: count?.count ?? 0 };
}

function entriesSql(customerId: string, kinds: readonly TimelineKind[]): Sql | null {
	const parts = kinds.flatMap((kind) => PARTS[kind]);
	if (parts.length === 0) return null;
	// The customer is one parameter, named by every part.
	return { text: parts.join('\nunion all\n').replaceAll('$customer', '$1'), values: [customerId] };
}
