import type { InferOutput } from 'valibot';
import * as v from 'valibot';
import { instantOfAct } from '../changes/act.ts';
import type { Author } from '../changes/act.ts';
import { merge } from '../changes/merge.ts';
import { RecordNotFoundError } from '../changes/stale.ts';
import type { RecordRow } from '../changes/tracked-tables.ts';
import { createRecord, deleteRecord, rowOf, updateRecord } from '../changes/write.ts';
import type { SeenRecord } from '../changes/write.ts';
import type { RecordsTransaction } from '../database.ts';
import { optional } from '../input/fields.ts';
import { InputError, issue, parseInput, requireFields } from '../input/issues.ts';
import { text } from '../input/readers.ts';
import { requireFreeKey, requireReferences } from '../input/references.ts';
import { untagAll } from '../people/tags.ts';
import type { TicketStatus } from '../schema/service.ts';
import { searchTextOf } from '../values/search-text.ts';
import { satisfactionInput, ticketInput } from './ticket-input.ts';
import type { SatisfactionInput, TicketInput } from './ticket-input.ts';
import { goTo } from './ticket-status.ts';

export type Ticket = RecordRow<'tickets'>;

const resolutionInput = v.strictObject({ resolution: optional(text(20_000)) });

type Named = Pick<Ticket, 'number' | 'subject' | 'external_key'>;

function searchText({ number, subject, external_key }: Named): string {
	return searchTextOf([String(number), subject, external_key]);
}

async function requireFit(
	transaction: RecordsTransaction,
	values: InferOutput<typeof ticketInput>,
	ownId: string | null,
): Promise<void> {
	await requireReferences(
		transaction,
		[
			['company_id', 'companies', values.company_id],
			['contact_id', 'contacts', values.contact_id],
			['owner_id', 'users', values.owner_id],
		],
		{ table: 'tickets', column: 'ticket_id', id: ownId },
	);
	await requireFreeKey(transaction, 'tickets', values.external_key, ownId);
}

/** The number after the last one. The transaction holds the write lock, so no other takes it too. */
async function nextNumber(transaction: RecordsTransaction): Promise<number> {
	const last = await transaction
		.selectFrom('tickets')
		.select((build) => build.fn.max('number').as('number'))
		.executeTakeFirst();
	return (last?.number ?? 0) + 1;
}

/** The ticket of an id, also a deleted one: whether it may be changed, the write says. */
export async function requireTicket(transaction: RecordsTransaction, id: string): Promise<Ticket> {
	const ticket = await rowOf(transaction, 'tickets', id);
	if (ticket === null) throw new RecordNotFoundError('tickets', id);
	return ticket;
}

/**
 * Opens a ticket under the next number: new and of normal priority, unless told; opened now, unless told.
 * @throws InputError with everything that is wrong
 */
export async function createTicket(
	transaction: RecordsTransaction,
	author: Author,
	input: TicketInput,
): Promise<Ticket> {
	const values = parseInput(ticketInput, input);
	requireFields(values, ['subject']);
	await requireFit(transaction, values, null);
	const number = await nextNumber(transaction);
	const named = merge({ number, subject: '', external_key: null }, values);
	return createRecord(transaction, author, 'tickets', {
		...values,
		number,
		subject: named.subject,
		status: 'new',
		priority: values.priority ?? 'normal',
		opened_at: values.opened_at ?? instantOfAct(author),
		reopened_count: 0,
		search_text: searchText(named),
	});
}

/**
 * Changes what is given of a ticket. A new one that gets an owner is open: somebody has it.
 * @throws InputError with everything that is wrong
 * @throws StaleRecordError when somebody changed it since it was seen
 * @throws RecordNotFoundError when it is not there
 */
export async function updateTicket(
	transaction: RecordsTransaction,
	author: Author,
	seen: SeenRecord,
	input: TicketInput,
): Promise<Ticket> {
	const values = parseInput(ticketInput, input);
	await requireFit(transaction, values, seen.id);
	const ticket = await requireTicket(transaction, seen.id);
	const isTaken = ticket.status === 'new' && typeof values.owner_id === 'string' && ticket.owner_id === null;
	const status = isTaken ? 'open' : undefined;
	const search_text = searchText(merge(ticket, values));
	return updateRecord(transaction, author, 'tickets', seen, { ...values, status, search_text });
}

/**
 * Gives a ticket to somebody, or to nobody.
 * @throws InputError (`owner_id`, `not_found`) when there is no such user
 */
export async function assignTicket(
	transaction: RecordsTransaction,
	author: Author,
	seen: SeenRecord,
	ownerId: string | null,
): Promise<Ticket> {
	return updateTicket(transaction, author, seen, { owner_id: ownerId });
}

/**
 * Takes a ticket to another status. Solving it keeps the resolution, where one is given; taking it back to open is a
 * reopening.
 * @throws InputError (`status`, `not_allowed`) where it cannot go there
 * @throws StaleRecordError when somebody changed it since it was seen
 * @throws RecordNotFoundError when it is not there
 */
export async function setTicketStatus(
	transaction: RecordsTransaction,
	author: Author,
	seen: SeenRecord,
	status: TicketStatus,
	typedResolution: string | null = null,
): Promise<Ticket> {
	const ticket = await requireTicket(transaction, seen.id);
	const { resolution } = parseInput(resolutionInput, { resolution: typedResolution });
	const changes = goTo(ticket, status, instantOfAct(author));
	const kept = status === 'solved' && resolution !== null ? { resolution } : {};
	return updateRecord(transaction, author, 'tickets', seen, { ...changes, ...kept });
}

/**
 * Keeps how satisfied the customer was with a ticket that was solved.
 * @throws InputError when it is not 1 to 5, or (`not_allowed`) the ticket was never solved
 * @throws StaleRecordError when somebody changed it since it was seen
 */
export async function setSatisfaction(
	transaction: RecordsTransaction,
	author: Author,
	seen: SeenRecord,
	input: SatisfactionInput,
): Promise<Ticket> {
	const { satisfaction, satisfaction_at } = parseInput(satisfactionInput, input);
	const ticket = await requireTicket(transaction, seen.id);
	if (ticket.resolved_at === null && ticket.reopened_count === 0) {
		throw new InputError([issue('satisfaction', 'not_allowed', { status: ticket.status })]);
	}
	const at = satisfaction_at ?? instantOfAct(author);
	return updateRecord(transaction, author, 'tickets', seen, { satisfaction, satisfaction_at: at });
}

/** Deletes a ticket with its tags; its number is not given again. */
export async function deleteTicket(transaction: RecordsTransaction, author: Author, seen: SeenRecord): Promise<void> {
	await deleteRecord(transaction, author, 'tickets', seen);
	await untagAll(transaction, author, { type: 'ticket', id: seen.id });
}
