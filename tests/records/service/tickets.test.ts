import { beforeEach, expect, it } from 'vitest';
import { historyOf } from '#records/changes/history.ts';
import { StaleRecordError } from '#records/changes/stale.ts';
import type { Records } from '#records/database.ts';
import { createContact } from '#records/people/contacts.ts';
import type { TicketStatus } from '#records/schema/service.ts';
import { addMessage, messagesOf } from '#records/service/messages.ts';
import type { MessageInput } from '#records/service/ticket-input.ts';
import { countTickets, listTickets, ticketQueue } from '#records/service/ticket-list.ts';
import { readTicket } from '#records/service/ticket-read.ts';
import {
	assignTicket,
	createTicket,
	deleteTicket,
	setSatisfaction,
	setTicketStatus,
	updateTicket,
} from '#records/service/tickets.ts';
import type { Ticket } from '#records/service/tickets.ts';
import { acting, AT, openTestRecords } from '../open-records.ts';
import type { Do } from '../open-records.ts';

const T1 = '2026-03-02T10:00:00.000Z';
const T2 = '2026-03-02T11:00:00.000Z';
const T3 = '2026-03-02T12:00:00.000Z';

let records: Records;
let doing: Do;

beforeEach(async () => {
	({ records } = await openTestRecords());
	doing = acting(records);
});

function open(input: Parameters<typeof createTicket>[2] = {}): Promise<Ticket> {
	return doing((transaction, author) => createTicket(transaction, author, { subject: 'No light', ...input }));
}

function say(ticket: Ticket, input: Partial<MessageInput>, at: string) {
	const message = { direction: 'out', body: 'Hello', ...input };
	const seen = { id: ticket.ticket_id, version: ticket.version };
	return doing((transaction, author) => addMessage(transaction, author, seen, message), at);
}

function go(ticket: Ticket, status: TicketStatus, at = AT, resolution: string | null = null): Promise<Ticket> {
	const seen = { id: ticket.ticket_id, version: ticket.version };
	return doing((transaction, author) => setTicketStatus(transaction, author, seen, status, resolution), at);
}

it('gives numbers one after the other, and none twice', async () => {
	const first = await open();
	const second = await open({ priority: 'urgent', channel: 'phone' });
	expect(first).toMatchObject({ number: 1, status: 'new', priority: 'normal', opened_at: AT, reopened_count: 0 });
	expect(second).toMatchObject({ number: 2, search_text: '2 no light' });
	await doing((transaction, author) => deleteTicket(transaction, author, { id: second.ticket_id, version: 1 }));
	expect((await open()).number).toBe(3);
	await expect(open({ subject: ' ' })).rejects.toMatchObject({ issues: [{ field: 'subject', code: 'required' }] });
});

it('keeps the first answer to the customer, and not a note or a message of theirs', async () => {
	const ticket = await open();
	const noted = await say(ticket, { direction: 'internal', body: 'Look into it' }, T1);
	expect(noted.ticket).toMatchObject({ first_response_at: null, status: 'new', version: 2 });
	const asked = await say(noted.ticket, { direction: 'in', body: 'Anybody?' }, T1);
	expect(asked.ticket).toMatchObject({ first_response_at: null, status: 'new' });
	const answered = await say(asked.ticket, {}, T2);
	expect(answered.ticket).toMatchObject({ first_response_at: T2, status: 'open' });
	const again = await say(answered.ticket, {}, T3);
	expect(again.ticket.first_response_at).toBe(T2);
	const messages = await messagesOf(records, ticket.ticket_id);
	expect(messages.map(({ direction, user_id, written_at }) => [direction, user_id, written_at])).toEqual([
		['internal', 'local', T1],
		['in', null, T1],
		['out', 'local', T2],
		['out', 'local', T3],
	]);
	const history = await historyOf(records, 'tickets', ticket.ticket_id);
	expect(history.filter(({ table }) => table === 'ticket_messages')).toHaveLength(4);
});

it('answers and solves at once', async () => {
	const { ticket } = await say(await open(), { status: 'solved' }, T1);
	expect(ticket).toMatchObject({ status: 'solved', first_response_at: T1, resolved_at: T1 });
});

it('waits for the customer until they write', async () => {
	const { ticket } = await say(await open(), { status: 'pending' }, T1);
	expect(ticket.status).toBe('pending');
	const answered = await say(ticket, { direction: 'in' }, T2);
	expect(answered.ticket).toMatchObject({ status: 'open', reopened_count: 0 });
});

it('is resolved when it is solved last, and counts how often it was reopened', async () => {
	const solved = await go(await open(), 'solved', T1, 'New bulb');
	expect(solved).toMatchObject({ resolved_at: T1, resolution: 'New bulb', reopened_count: 0 });
	const reopened = await say(solved, { direction: 'in', body: 'Dark again' }, T2);
	expect(reopened.ticket).toMatchObject({
		status: 'open',
		resolved_at: null,
		reopened_count: 1,
		resolution: 'New bulb',
	});
	const again = await go(reopened.ticket, 'solved', T3);
	expect(again).toMatchObject({ resolved_at: T3, resolution: 'New bulb' });
	const closed = await go(again, 'closed');
	expect(closed).toMatchObject({ status: 'closed', resolved_at: T3, reopened_count: 1 });
	expect(await go(closed, 'open')).toMatchObject({ status: 'open', resolved_at: null, reopened_count: 2 });
});

it('goes no way that is none', async () => {
	const ticket = await open();
	const page = await readTicket(records, ticket.ticket_id);
	expect(page?.nextStatuses).toEqual(['open', 'pending', 'solved']);
	await expect(go(ticket, 'closed')).rejects.toMatchObject({
		issues: [{ field: 'status', code: 'not_allowed', params: { from: 'new', to: 'closed' } }],
	});
	await expect(say(ticket, { status: 'closed' }, T1)).rejects.toMatchObject({ issues: [{ code: 'not_allowed' }] });
	expect(await messagesOf(records, ticket.ticket_id)).toEqual([]);
	expect(await go(ticket, 'new')).toMatchObject({ version: 1 });
});

it('is open once somebody has it', async () => {
	const ticket = await open();
	const seen = { id: ticket.ticket_id, version: 1 };
	const mine = await doing((transaction, author) => assignTicket(transaction, author, seen, 'local'));
	expect(mine).toMatchObject({ owner_id: 'local', status: 'open', version: 2 });
	await expect(doing((transaction, author) => assignTicket(transaction, author, seen, null))).rejects.toThrow(
		StaleRecordError,
	);
	const nobodys = await doing((transaction, author) =>
		assignTicket(transaction, author, { ...seen, version: 2 }, null),
	);
	expect(nobodys).toMatchObject({ owner_id: null, status: 'open' });
	await expect(
		doing((transaction, author) => assignTicket(transaction, author, { ...seen, version: 3 }, 'x')),
	).rejects.toMatchObject({ issues: [{ field: 'owner_id', code: 'not_found' }] });
});

it('keeps how satisfied somebody was, once it was solved', async () => {
	const ticket = await open();
	const rate = (version: number, satisfaction: string) =>
		doing(
			(transaction, author) =>
				setSatisfaction(transaction, author, { id: ticket.ticket_id, version }, { satisfaction }),
			T3,
		);
	await expect(rate(1, '5')).rejects.toMatchObject({ issues: [{ code: 'not_allowed' }] });
	await go(ticket, 'solved');
	await expect(rate(2, '6')).rejects.toMatchObject({ issues: [{ field: 'satisfaction', code: 'too_large' }] });
	expect(await rate(2, '4')).toMatchObject({ satisfaction: 4, satisfaction_at: T3 });
});

it('is worked on by urgency, then by how long it waits', async () => {
	const ada = await doing((transaction, author) => createContact(transaction, author, { last_name: 'Ada' }));
	const at = (hour: number) => `2026-03-01T0${hour}:00:00Z`;
	await open({ subject: 'normal', opened_at: at(1), contact_id: ada.contact_id });
	await open({ subject: 'urgent late', priority: 'urgent', opened_at: at(3) });
	await open({ subject: 'urgent', priority: 'urgent', opened_at: at(2) });
	await open({ subject: 'low', priority: 'low', opened_at: at(1) });
	await go(await open({ subject: 'done' }), 'solved');
	const queue = await ticketQueue(records);
	expect(queue.rows.map(({ subject }) => subject)).toEqual(['urgent', 'urgent late', 'normal', 'low']);
	expect(queue.rows[2]).toMatchObject({ contact_name: 'Ada', owner_name: null });
	expect((await ticketQueue(records, { ownerIds: ['local'] })).total).toBe(0);
	expect(await countTickets(records)).toEqual({ new: 4, open: 0, pending: 0, solved: 1, closed: 0 });
	const opened = { from: '2026-03-01T02:00:00.000Z', to: '2026-03-01T03:00:00.000Z' };
	const found = await listTickets(records, { filters: { opened, priorities: ['urgent'] }, sort: { by: 'number' } });
	expect(found.rows.map(({ number }) => number)).toEqual([2, 3]);
});

it('shows the ticket with its messages and who wrote them', async () => {
	const ada = await doing((transaction, author) => createContact(transaction, author, { last_name: 'Ada' }));
	const ticket = await open({ contact_id: ada.contact_id, description: 'Dark' });
	const seen = { id: ticket.ticket_id, version: 1 };
	await doing((transaction, author) => updateTicket(transaction, author, seen, { ticket_type: 'problem' }));
	await say({ ...ticket, version: 2 }, {}, T1);
	expect(await readTicket(records, ticket.ticket_id)).toMatchObject({
		ticket: { contact_name: 'Ada', company_name: null, description: 'Dark', ticket_type: 'problem' },
		messages: [{ body: 'Hello', user_name: 'Local user' }],
	});
	expect(await readTicket(records, 'x')).toBeNull();
});
