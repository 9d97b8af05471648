import { m } from '#lib/paraglide/messages.js';
import type { FieldSpec } from './field.ts';
import {
	ratingOptions,
	ticketChannelOptions,
	ticketPriorityOptions,
	ticketStatusOptions,
	ticketTypeOptions,
} from './ticket-words.ts';

/** Names behind the ids of a ticket. */
export interface TicketNames {
	readonly owner?: string | null;
	readonly company?: string | null;
	readonly contact?: string | null;
}

/** The fields of a ticket's form, in their order. */
export function ticketFields(names: TicketNames = {}): FieldSpec[] {
	const none = { value: '', label: m.service_not_given() };
	return [
		{ name: 'subject', label: m.service_subject(), kind: 'text', isRequired: true, isWide: true },
		{
			name: 'contact_id',
			label: m.people_contact(),
			kind: 'record',
			picks: 'contact',
			pickedName: names.contact ?? null,
		},
		{
			name: 'company_id',
			label: m.people_company(),
			kind: 'record',
			picks: 'company',
			pickedName: names.company ?? null,
		},
		{ name: 'priority', label: m.service_priority(), kind: 'select', options: ticketPriorityOptions() },
		{ name: 'owner_id', label: m.people_owner(), kind: 'record', picks: 'user', pickedName: names.owner ?? null },
		{ name: 'ticket_type', label: m.service_type(), kind: 'select', options: [none, ...ticketTypeOptions()] },
		{ name: 'channel', label: m.service_channel(), kind: 'select', options: [none, ...ticketChannelOptions()] },
		{ name: 'description', label: m.service_description(), kind: 'long-text', help: m.service_description_help() },
		{ name: 'external_key', label: m.people_external_key(), kind: 'text', isWide: true },
	];
}

/** Everything of a ticket that its history names: its form's fields, and what acts of their own change. */
export function ticketHistoryFields(): FieldSpec[] {
	return [
		{ name: 'status', label: m.service_status(), kind: 'select', options: ticketStatusOptions() },
		...ticketFields(),
		{ name: 'resolution', label: m.service_resolution(), kind: 'long-text' },
		{ name: 'satisfaction', label: m.service_satisfaction(), kind: 'select', options: ratingOptions() },
	];
}
