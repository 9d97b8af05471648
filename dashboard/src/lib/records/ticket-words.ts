import { m } from '#lib/paraglide/messages.js';
import { TICKET_CHANNELS, TICKET_PRIORITIES, TICKET_STATUSES, TICKET_TYPES } from '#records/schema/service.ts';
import type { TicketChannel, TicketPriority, TicketStatus, TicketType } from '#records/schema/service.ts';
import type { FieldOption } from './field.ts';

const STATUSES: Readonly<Record<TicketStatus, () => string>> = {
	new: m.service_status_new,
	open: m.service_status_open,
	pending: m.service_status_pending,
	solved: m.service_status_solved,
	closed: m.service_status_closed,
};

const PRIORITIES: Readonly<Record<TicketPriority, () => string>> = {
	low: m.service_priority_low,
	normal: m.service_priority_normal,
	high: m.service_priority_high,
	urgent: m.service_priority_urgent,
};

const TYPES: Readonly<Record<TicketType, () => string>> = {
	question: m.service_type_question,
	problem: m.service_type_problem,
	complaint: m.service_type_complaint,
	refund: m.service_type_refund,
	cancellation: m.service_type_cancellation,
	billing: m.service_type_billing,
	other: m.service_type_other,
};

const CHANNELS: Readonly<Record<TicketChannel, () => string>> = {
	email: m.service_channel_email,
	phone: m.service_channel_phone,
	chat: m.service_channel_chat,
	social: m.service_channel_social,
	web: m.service_channel_web,
};

const RATINGS = [
	m.service_rating_1,
	m.service_rating_2,
	m.service_rating_3,
	m.service_rating_4,
	m.service_rating_5,
] as const;

/** Where a ticket stands, in the reader's language. */
export function ticketStatusName(status: TicketStatus): string {
	return STATUSES[status]();
}

/** How urgent a ticket is, in the reader's language. */
export function ticketPriorityName(priority: TicketPriority): string {
	return PRIORITIES[priority]();
}

/** What a ticket is about, in the reader's language. */
export function ticketTypeName(type: TicketType): string {
	return TYPES[type]();
}

/** How a ticket came in, in the reader's language. */
export function ticketChannelName(channel: TicketChannel): string {
	return CHANNELS[channel]();
}

/** What a rating from 1 to 5 says, in the reader's language. */
export function ratingName(rating: number): string {
	return RATINGS[rating - 1]?.() ?? String(rating);
}

/** Every status. */
export function ticketStatusOptions(): FieldOption[] {
	return TICKET_STATUSES.map((value) => ({ value, label: STATUSES[value]() }));
}

/** The priorities to choose from, the most urgent first. */
export function ticketPriorityOptions(): FieldOption[] {
	return TICKET_PRIORITIES.toReversed().map((value) => ({ value, label: PRIORITIES[value]() }));
}

/** What a ticket can be about. */
export function ticketTypeOptions(): FieldOption[] {
	return TICKET_TYPES.map((value) => ({ value, label: TYPES[value]() }));
}

/** How a ticket can come in. */
export function ticketChannelOptions(): FieldOption[] {
	return TICKET_CHANNELS.map((value) => ({ value, label: CHANNELS[value]() }));
}

/** The ratings to choose from, the worst first. */
export function ratingOptions(): FieldOption[] {
	return RATINGS.map((name, place) => ({ value: String(place + 1), label: name() }));
}
