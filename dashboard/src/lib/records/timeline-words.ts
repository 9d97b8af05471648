import { m } from '#lib/paraglide/messages.js';
import type { TimelineEntry, TimelineKind } from '#warehouse/reads/customer-timeline.ts';
import { activityTypeName } from './activity-words.ts';

const KINDS: Readonly<Record<TimelineKind, () => string>> = {
	order: m.customers_one_kind_orders,
	deal: m.customers_one_kind_deals,
	ticket: m.customers_one_kind_tickets,
	campaign: m.customers_one_kind_campaigns,
	activity: m.customers_one_kind_activities,
};

/** A kind of entries, in the reader's language. */
export function timelineKindName(kind: TimelineKind): string {
	return KINDS[kind]();
}

const EVENTS: Readonly<Record<string, (name: string, detail: string) => string>> = {
	'order ordered': (name) => m.customers_one_event_ordered({ name }),
	'order returned': (name) => m.customers_one_event_returned({ name }),
	'order adjusted': (name) => m.customers_one_event_adjusted({ name }),
	'deal opened': (name) => m.customers_one_event_deal_opened({ name }),
	'deal won': (name) => m.customers_one_event_deal_won({ name }),
	'deal lost': (name) => m.customers_one_event_deal_lost({ name }),
	'ticket opened': (name) => m.customers_one_event_ticket_opened({ name }),
	'ticket resolved': (name) => m.customers_one_event_ticket_resolved({ name }),
	'ticket rated': (name, detail) => m.customers_one_event_ticket_rated({ name, rating: detail }),
	'campaign sent': (name) => m.customers_one_event_campaign_sent({ name }),
	'campaign responded': (name) => m.customers_one_event_campaign_responded({ name }),
};

const ACTIVITIES = new Set(['call', 'email', 'meeting', 'task', 'note']);

/** What happened, in a line. */
export function timelineTitle({ kind, event, id, label, detail }: TimelineEntry): string {
	const words = EVENTS[`${kind} ${event}`];
	if (words !== undefined) return words(label ?? id, detail ?? '');
	return ACTIVITIES.has(event) ? activityTypeName(event) : event;
}

/** Where more of an entry stands; an order opens on the customer's own page. */
export function timelineHref({ kind, id }: TimelineEntry, base: string): string | undefined {
	switch (kind) {
		case 'order':
			return `${base}?order=${encodeURIComponent(id)}#lines`;
		case 'deal':
			return `/deals/${encodeURIComponent(id)}`;
		case 'ticket':
			return `/tickets/${encodeURIComponent(id)}`;
		case 'campaign':
			return `/campaigns/${encodeURIComponent(id)}`;
		case 'activity':
			return undefined;
	}
}
