import { expect, test } from 'vitest';
import { addMessage } from '#records/service/messages.ts';
import { listTickets } from '#records/service/ticket-list.ts';
import type { TicketInput } from '#records/service/ticket-input.ts';
import { waitingOfTickets } from '#records/service/ticket-waiting.ts';
import { createTicket } from '#records/service/tickets.ts';
import { acting, openTestRecords } from '../open-records.ts';
import type { Do } from '../open-records.ts';

const at = (time: string) => `2026-03-02T${time}:00.000Z`;

async function opened(act: Do, input: TicketInput, time: string): Promise<string> {
	const ticket = await act(
		(transaction, author) => createTicket(transaction, author, { ...input, opened_at: at(time) }),
		at(time),
	);
	return ticket.ticket_id;
}

async function said(act: Do, id: string, direction: 'in' | 'out' | 'internal', time: string): Promise<void> {
	const seen = { id, version: 'current' as const };
	const input = { direction, body: 'words' };
	await act((transaction, author) => addMessage(transaction, author, seen, input), at(time));
}

test('a customer waits from the opening until the first answer, then from their first unanswered message', async () => {
	const { records } = await openTestRecords();
	const act = acting(records);
	const id = await opened(act, { subject: 'a parcel' }, '09:00');
	const waiting = async () => (await waitingOfTickets(records, [id])).get(id);

	await said(act, id, 'in', '09:30');
	await said(act, id, 'internal', '09:45');
	expect(await waiting()).toEqual({ ticket_id: id, waiting_since: at('09:00'), answered_at: null });
	await said(act, id, 'out', '10:00');
	expect(await waiting()).toEqual({ ticket_id: id, waiting_since: null, answered_at: at('10:00') });
	await said(act, id, 'in', '11:00');
	await said(act, id, 'in', '12:00');
	expect(await waiting()).toEqual({ ticket_id: id, waiting_since: at('11:00'), answered_at: at('10:00') });
	await said(act, id, 'out', '12:30');
	expect(await waiting()).toEqual({ ticket_id: id, waiting_since: null, answered_at: at('12:30') });
});

test('the queue is by priority, then by who waits longest, with what is answered last', async () => {
	const { records } = await openTestRecords();
	const act = acting(records);
	const answered = await opened(act, { subject: 'answered' }, '07:00');
	await said(act, answered, 'out', '07:30');
	const old = await opened(act, { subject: 'old, asked again late' }, '08:00');
	await said(act, old, 'out', '08:30');
	await said(act, old, 'in', '12:00');
	await opened(act, { subject: 'new' }, '09:00');
	await opened(act, { subject: 'low', priority: 'low' }, '06:00');
	await opened(act, { subject: 'urgent', priority: 'urgent' }, '13:00');

	const { rows } = await listTickets(records, { sort: { by: 'queue' } });
	expect(rows.map(({ subject }) => subject)).toEqual(['urgent', 'new', 'old, asked again late', 'answered', 'low']);
});
