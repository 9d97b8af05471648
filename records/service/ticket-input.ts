import * as v from 'valibot';
import { optional, required } from '../input/fields.ts';
import { instant, integer, oneOf, text } from '../input/readers.ts';
import { TICKET_CHANNELS, TICKET_PRIORITIES, TICKET_STATUSES, TICKET_TYPES } from '../schema/service.ts';

/** What can be typed in for a ticket beside its status. A new one needs a subject. */
export const ticketInput = v.partial(
	v.strictObject({
		subject: required(text(300)),
		description: optional(text(20_000)),
		priority: required(oneOf(TICKET_PRIORITIES)),
		ticket_type: optional(oneOf(TICKET_TYPES)),
		channel: optional(oneOf(TICKET_CHANNELS)),
		company_id: optional(text(64)),
		contact_id: optional(text(64)),
		owner_id: optional(text(64)),
		opened_at: required(instant),
		external_key: optional(text(200)),
	}),
);

export type TicketInput = v.InferInput<typeof ticketInput>;

/** A message in a ticket: to the customer (`out`), from them (`in`) or a note among us (`internal`). */
export const messageInput = v.strictObject({
	direction: required(oneOf(['in', 'out', 'internal'])),
	body: required(text(20_000)),
	/** The status the ticket is to have after it; left to the rules otherwise. */
	status: v.optional(optional(oneOf(TICKET_STATUSES)), null),
	/** When it was written; now, unless told. */
	written_at: v.optional(optional(instant), null),
});

export type MessageInput = v.InferInput<typeof messageInput>;

/** How satisfied a customer was, 1 to 5, and when they said so. */
export const satisfactionInput = v.strictObject({
	satisfaction: required(integer(1, 5)),
	satisfaction_at: v.optional(optional(instant), null),
});

export type SatisfactionInput = v.InferInput<typeof satisfactionInput>;
