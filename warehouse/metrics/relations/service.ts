import type { Relation } from '../relation.ts';

const TICKET_DIMENSIONS = {
	status: 'status',
	priority: 'priority',
	ticket_type: 'ticket_type',
	channel: 'channel',
	product: 'product',
	owner: 'owner',
	manager: 'manager',
	team: 'team',
	office: 'office',
	country: 'country',
	customer_kind: 'customer_kind',
	customer: 'customer_id',
} as const;

const TICKETS = { from: 'fct_tickets', timeGrain: 'day', covers: 'own', dimensions: TICKET_DIMENSIONS } as const;

/** What figures of service are computed from: tickets, by the day of what is measured. */
export const SERVICE_RELATIONS = {
	tickets_by_opening: { ...TICKETS, timeColumn: 'opened_on' },
	tickets_by_first_response: { ...TICKETS, timeColumn: 'first_response_on' },
	tickets_by_resolution: { ...TICKETS, timeColumn: 'resolved_on' },
	tickets_by_rating: { ...TICKETS, timeColumn: 'satisfaction_on' },
} as const satisfies Readonly<Record<string, Relation>>;
