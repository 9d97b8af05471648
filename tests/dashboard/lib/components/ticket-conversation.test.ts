import { render } from 'svelte/server';
import { expect, test } from 'vitest';
import TicketConversation from '#lib/components/TicketConversation.svelte';
import type { TicketPage } from '#lib/server/records/tickets.ts';
import { words } from './words.ts';

const ticket = {
	description: 'The box is broken.',
	contact_name: 'Lena Haas',
	company_name: null,
	opened_at: '2026-03-02T09:00:00.000Z',
} as TicketPage['ticket'];

function message(id: string, direction: 'in' | 'out' | 'internal', body: string): TicketPage['messages'][number] {
	const at = '2026-03-02T10:00:00.000Z';
	return {
		ticket_message_id: id,
		ticket_id: 't',
		direction,
		body,
		written_at: at,
		user_id: null,
		user_name: direction === 'in' ? null : 'Anna Berger',
		version: 1,
		created_at: at,
		updated_at: at,
		deleted_at: null,
	};
}

const shown = (messages: TicketPage['messages']): string =>
	words(render(TicketConversation, { props: { ticket, messages, zone: 'Europe/Berlin' } }).body);

test('begins with what the ticket was opened with, and tells answers from notes among us', () => {
	expect(shown([message('1', 'internal', 'Ask the courier.'), message('2', 'out', 'A new one comes.')])).toBe(
		'Lena Haas wrote 2 Mar 2026, 10:00 The box is broken. ' +
			'Anna Berger noted for us 2 Mar 2026, 11:00 Ask the courier. ' +
			'Anna Berger answered 2 Mar 2026, 11:00 A new one comes.',
	);
});

test('does not say twice what is the first message too', () => {
	expect(shown([message('1', 'in', 'The box is broken.')])).toBe(
		'Lena Haas wrote 2 Mar 2026, 11:00 The box is broken.',
	);
});
