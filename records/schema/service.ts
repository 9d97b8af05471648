import type { Instant, RecordColumns } from './columns.ts';

export const TICKET_STATUSES = ['new', 'open', 'pending', 'solved', 'closed'] as const;
export type TicketStatus = (typeof TICKET_STATUSES)[number];

export const TICKET_PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;
export type TicketPriority = (typeof TICKET_PRIORITIES)[number];

export const TICKET_TYPES = ['question', 'problem', 'complaint', 'refund', 'cancellation', 'billing', 'other'] as const;
export type TicketType = (typeof TICKET_TYPES)[number];

export const TICKET_CHANNELS = ['email', 'phone', 'chat', 'social', 'web'] as const;
export type TicketChannel = (typeof TICKET_CHANNELS)[number];

export interface TicketsTable extends RecordColumns {
	ticket_id: string;
	/** Counts up; what people call it by. */
	number: number;
	subject: string;
	description: string | null;
	status: TicketStatus;
	priority: TicketPriority;
	ticket_type: TicketType | null;
	channel: TicketChannel | null;
	company_id: string | null;
	contact_id: string | null;
	owner_id: string | null;
	opened_at: Instant;
	/** The first message of ours that the customer saw. */
	first_response_at: Instant | null;
	/** The last time it was solved; null while it is not. */
	resolved_at: Instant | null;
	resolution: string | null;
	reopened_count: number;
	/** 1 (bad) to 5 (good). */
	satisfaction: number | null;
	satisfaction_at: Instant | null;
	external_key: string | null;
	search_text: string;
}

export interface TicketMessagesTable extends RecordColumns {
	ticket_message_id: string;
	ticket_id: string;
	/** `internal` is a note that the customer does not see. */
	direction: 'in' | 'out' | 'internal';
	body: string;
	written_at: Instant;
	user_id: string | null;
}

export interface ServiceSchema {
	tickets: TicketsTable;
	ticket_messages: TicketMessagesTable;
}
