import { instantOfAct } from '../changes/act.ts';
import type { Author } from '../changes/act.ts';
import type { RecordRow } from '../changes/tracked-tables.ts';
import { createRecord, updateRecord } from '../changes/write.ts';
import type { SeenRecord } from '../changes/write.ts';
import type { Records, RecordsTransaction } from '../database.ts';
import { parseInput } from '../input/issues.ts';
import type { TicketStatus } from '../schema/service.ts';
import { messageInput } from './ticket-input.ts';
import type { MessageInput } from './ticket-input.ts';
import { goTo } from './ticket-status.ts';
import { requireTicket } from './tickets.ts';
import type { Ticket } from './tickets.ts';

export type TicketMessage = RecordRow<'ticket_messages'>;

/**
 * Where a message takes its ticket by itself: our answer opens a new one; the customer's opens one that waited for them,
 * and reopens one that was solved or closed.
 */
function statusAfter(ticket: Ticket, direction: TicketMessage['direction']): TicketStatus {
	if (direction === 'out') return ticket.status === 'new' ? 'open' : ticket.status;
	if (direction === 'in') return ticket.status === 'new' ? 'new' : 'open';
	return ticket.status;
}

/**
 * Adds a message to a ticket. The first one to the customer is the first response; the ticket goes to the status that is
 * given (answer and solve), else where the message takes it.
 * @throws InputError with everything that is wrong
 * @throws StaleRecordError when somebody changed the ticket since it was seen
 * @throws RecordNotFoundError when it is not there
 */
export async function addMessage(
	transaction: RecordsTransaction,
	author: Author,
	seen: SeenRecord,
	input: MessageInput,
): Promise<{ readonly ticket: Ticket; readonly message: TicketMessage }> {
	const { direction, body, status, written_at } = parseInput(messageInput, input);
	const before = await requireTicket(transaction, seen.id);
	const at = written_at ?? instantOfAct(author);
	const isFirstResponse = direction === 'out' && before.first_response_at === null;
	const ticket = await updateRecord(
		transaction,
		author,
		'tickets',
		seen,
		{
			...goTo(before, status ?? statusAfter(before, direction), at),
			first_response_at: isFirstResponse ? at : undefined,
		},
		{ touch: true },
	);
	const message = await createRecord(transaction, author, 'ticket_messages', {
		ticket_id: seen.id,
		direction,
		body,
		written_at: at,
		user_id: direction === 'in' ? null : author.userId,
	});
	return { ticket, message };
}

/** The messages of a ticket, the oldest first. */
export async function messagesOf(records: Records, ticketId: string): Promise<TicketMessage[]> {
	return records
		.selectFrom('ticket_messages')
		.selectAll()
		.where('ticket_id', '=', ticketId)
		.where('deleted_at', 'is', null)
		.orderBy('written_at')
		.orderBy('ticket_message_id')
		.execute();
}
