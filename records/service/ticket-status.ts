import type { RecordPatch } from '../changes/tracked-tables.ts';
import { InputError, issue } from '../input/issues.ts';
import type { TicketsTable, TicketStatus } from '../schema/service.ts';

/** Where a ticket can go from each status. Back from solved or closed to open is a reopening. */
const NEXT: Readonly<Record<TicketStatus, readonly TicketStatus[]>> = {
	new: ['open', 'pending', 'solved'],
	open: ['pending', 'solved'],
	pending: ['open', 'solved'],
	solved: ['open', 'closed'],
	closed: ['open'],
};

/** The statuses a ticket can be given now. */
export function nextStatuses(status: TicketStatus): readonly TicketStatus[] {
	return NEXT[status];
}

/**
 * What changes of a ticket that goes to a status: solved it is resolved at that instant; reopened it is resolved no longer
 * and has been reopened once more. Nothing where it is there already.
 * @throws InputError (`status`, `not_allowed`) where it cannot go there
 */
export function goTo(
	ticket: Pick<TicketsTable, 'status' | 'reopened_count'>,
	status: TicketStatus,
	at: string,
): RecordPatch<'tickets'> {
	if (ticket.status === status) return {};
	if (!NEXT[ticket.status].includes(status)) {
		throw new InputError([issue('status', 'not_allowed', { from: ticket.status, to: status })]);
	}
	if (status === 'solved') return { status, resolved_at: at };
	const isReopened = ticket.status === 'solved' || ticket.status === 'closed';
	if (!isReopened || status === 'closed') return { status };
	return { status, resolved_at: null, reopened_count: ticket.reopened_count + 1 };
}
