import type { ActionFailure } from '@sveltejs/kit';
import { historyOf } from '#records/changes/history.ts';
import type { Records } from '#records/database.ts';
import { readContact } from '#records/people/contact-read.ts';
import { readCompany } from '#records/people/company-read.ts';
import { pointsOfContact } from '#records/people/contact-points.ts';
import { InputError, issue } from '#records/input/issues.ts';
import { TICKET_STATUSES } from '#records/schema/service.ts';
import type { TicketStatus } from '#records/schema/service.ts';
import { addMessage } from '#records/service/messages.ts';
import type { MessageInput } from '#records/service/ticket-input.ts';
import { readTicket } from '#records/service/ticket-read.ts';
import {
	createTicket,
	deleteTicket,
	setSatisfaction,
	setTicketStatus,
	updateTicket,
} from '#records/service/tickets.ts';
import type { Ticket } from '#records/service/tickets.ts';
import type { FormAnswer } from '#lib/records/form-answer.ts';
import { records } from '../records.ts';
import { ownerOptions } from './owners.ts';
import { saveForm } from './save.ts';
import type { SentForm } from './save.ts';
import { currentUserId } from './user.ts';

type Saved<Result = unknown> = Promise<{ batchId: string; result: Result } | ActionFailure<FormAnswer>>;

async function emailOf(db: Records, contactId: string | null): Promise<string | null> {
	if (contactId === null) return null;
	const points = await pointsOfContact(db, contactId);
	const emails = points.filter(({ kind }) => kind === 'email');
	return (emails.find(({ is_primary }) => is_primary === 1) ?? emails.at(0))?.value ?? null;
}

/** A ticket with what stands on its page, as it is now; null when there is none. */
export async function readTicketPage(ticketId: string) {
	const db = await records();
	const page = await readTicket(db, ticketId);
	if (page === null) return null;
	const { ticket } = page;
	const changes = await historyOf(db, 'tickets', ticketId);
	return {
		ticket,
		nextStatuses: page.nextStatuses,
		messages: page.messages,
		activities: page.activities,
		email: await emailOf(db, ticket.contact_id),
		// What was written stands in the conversation.
		history: changes.filter(({ table }) => table === 'tickets'),
		owners: await ownerOptions(),
		me: currentUserId(),
		now: new Date().toISOString(),
	};
}

export type TicketPage = NonNullable<Awaited<ReturnType<typeof readTicketPage>>>;

/** What a new ticket starts with: the contact or company it was asked for, the contact's company where none was named. */
export async function readNewTicket(contactId: string | null, companyId: string | null) {
	const db = await records();
	const contact = contactId === null ? null : await readContact(db, contactId);
	const company = companyId === null ? null : await readCompany(db, companyId);
	const main = contact?.companies.find(({ is_primary }) => is_primary === 1) ?? contact?.companies.at(0);
	return {
		values: {
			priority: 'normal',
			contact_id: contact?.contact.contact_id ?? '',
			company_id: company?.company.company_id ?? main?.company_id ?? '',
		},
		names: { contact: contact?.contact.full_name ?? null, company: company?.company.name ?? main?.name ?? null },
	};
}

/** Opens a ticket from a form. */
export function addTicket(form: SentForm): Saved<Ticket> {
	return saveForm(form, (transaction, author) => createTicket(transaction, author, form.values));
}

/** Changes what a form says of a ticket. */
export function changeTicket(id: string, form: SentForm): Saved {
	const seen = { id, version: form.version };
	return saveForm(form, (transaction, author) => updateTicket(transaction, author, seen, form.values));
}

/** Sets the owner or the priority of a ticket, whichever the form has. */
export function setTicketFields(id: string, form: SentForm): Saved {
	const { owner_id, priority } = form.values;
	const fields = { ...(owner_id === undefined ? {} : { owner_id }), ...(priority === undefined ? {} : { priority }) };
	const seen = { id, version: form.version };
	return saveForm(form, (transaction, author) => updateTicket(transaction, author, seen, fields), 'set');
}

function statusOf(text: string | undefined): TicketStatus {
	const status = TICKET_STATUSES.find((candidate) => candidate === text);
	if (status === undefined) throw new InputError([issue('status', 'unknown_value')]);
	return status;
}

/** Takes a ticket to the status that a form names. */
export function setStatus(id: string, form: SentForm): Saved {
	const seen = { id, version: form.version };
	return saveForm(
		form,
		(transaction, author) => setTicketStatus(transaction, author, seen, statusOf(form.values.status)),
		'status',
	);
}

/** Solves a ticket. */
export function solveTicket(id: string, form: SentForm): Saved {
	const seen = { id, version: form.version };
	return saveForm(form, (transaction, author) => setTicketStatus(transaction, author, seen, 'solved'), 'status');
}

/** Adds a message to a ticket, and takes it to the status that the form's button names, where it names one. */
export function replyToTicket(id: string, form: SentForm): Saved {
	const { direction = 'out', body = '', then = '' } = form.values;
	const seen = { id, version: form.version };
	return saveForm(
		form,
		(transaction, author) => {
			const status = then === '' ? null : statusOf(then);
			const input = { direction, body, status } satisfies MessageInput;
			return addMessage(transaction, author, seen, input);
		},
		'reply',
	);
}

/** Keeps how satisfied the customer was. */
export function rateTicket(id: string, form: SentForm): Saved {
	const { satisfaction = '' } = form.values;
	const seen = { id, version: form.version };
	return saveForm(form, (transaction, author) => setSatisfaction(transaction, author, seen, { satisfaction }), 'rate');
}

/** Deletes a ticket. */
export function removeTicket(id: string, form: SentForm): Saved {
	const seen = { id, version: form.version };
	return saveForm(form, (transaction, author) => deleteTicket(transaction, author, seen));
}
