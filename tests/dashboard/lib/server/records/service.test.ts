import { beforeAll, expect, test } from 'vitest';
import { act } from '#records/changes/act.ts';
import type { Records } from '#records/database.ts';
import { createTicket, setTicketStatus } from '#records/service/tickets.ts';
import type { TicketInput } from '#records/service/ticket-input.ts';
import { createUser } from '#records/users.ts';
import { parseListState } from '#lib/records/list-state.ts';
import { ticketListOptions } from '#lib/records/ticket-views.ts';
import type { TicketView } from '#lib/records/ticket-views.ts';
import { exportList } from '#lib/server/records/export.ts';
import type { SentForm } from '#lib/server/records/save.ts';
import { readQueue, setOfRow, setOfTicked } from '#lib/server/records/service.ts';
import { ownRecords } from '../data-folder.ts';

let db: Records;
let anna = '';

async function opened(input: TicketInput): Promise<string> {
	const { result } = await act(db, 'local', (transaction, author) => createTicket(transaction, author, input));
	return result.ticket_id;
}

function sent(values: Record<string, string>, ids: readonly string[] = []): SentForm {
	return { values, version: 1, all: (name) => (name === 'id' ? [...ids] : []) };
}

async function subjects(view: TicketView, search = ''): Promise<string[]> {
	const url = new URL(`http://kundig.test/service?view=${view}${search}`);
	const { rows } = await readQueue(view, parseListState(url, ticketListOptions(view)));
	return rows.map(({ subject }) => subject);
}

beforeAll(async () => {
	db = await ownRecords();
	const { result } = await act(db, 'local', (transaction, author) => createUser(transaction, author, { name: 'Anna' }));
	anna = result.user_id;
	await opened({ subject: 'mine', owner_id: 'local' });
	await opened({ subject: 'hers', owner_id: anna, priority: 'high' });
	await opened({ subject: 'nobody’s', priority: 'urgent' });
	for (const status of ['pending', 'solved'] as const) {
		const id = await opened({ subject: status, owner_id: 'local' });
		await act(db, 'local', (transaction, author) =>
			setTicketStatus(transaction, author, { id, version: 'current' }, status),
		);
	}
});

test('each view shows its tickets, the most urgent first, and counts those of all views', async () => {
	expect(await subjects('open')).toEqual(['nobody’s', 'hers', 'mine']);
	expect(await subjects('open', `&owner_id=${anna}`)).toEqual(['hers']);
	// A view of one owner is not of another one, whatever the address says.
	expect(await subjects('mine', `&owner_id=${anna}`)).toEqual(['mine']);
	expect(await subjects('unassigned')).toEqual(['nobody’s']);
	expect(await subjects('pending')).toEqual(['pending']);
	expect(await subjects('solved')).toEqual(['solved']);
	const url = new URL('http://kundig.test/service?priority=low');
	const { counts, total } = await readQueue('open', parseListState(url, ticketListOptions('open')));
	expect(counts).toEqual({ open: 3, mine: 1, unassigned: 1, pending: 1, solved: 1 });
	expect(total).toBe(0);
});

test('a view leaves as a file as it is shown', async () => {
	const text = await exportList('tickets', new URL('http://kundig.test/export/tickets?view=pending'));
	const lines = text.trim().split('\r\n');
	expect(lines[0]).toMatch(/^number,subject,status,priority/);
	expect(lines.slice(1).map((line) => line.split(',')[1])).toEqual(['pending']);
	const first = await exportList('tickets', new URL('http://kundig.test/export/tickets?priority=urgent'));
	expect(first).toContain('nobody’s');
	expect(first).not.toContain('hers');
});

test('a row that somebody changed meanwhile is refused with what they saved', async () => {
	const id = await opened({ subject: 'contested' });
	expect(await setOfRow(sent({ id, priority: 'high' }))).toMatchObject({ result: { priority: 'high', version: 2 } });
	expect(await setOfRow(sent({ id, owner_id: anna }))).toMatchObject({
		status: 409,
		data: { form: 'set', conflict: { version: 2, by: 'Local user' } },
	});
});

test('ticked tickets are given to nobody, prioritised, solved together; what does not fit is counted', async () => {
	const ids = [await opened({ subject: 'one', owner_id: anna }), await opened({ subject: 'two' })];
	expect(await setOfTicked(sent({ do: 'set', owner_id: 'nobody', priority: 'low' }, ids))).toMatchObject({
		changed: 2,
		refused: 0,
	});
	expect(await subjects('unassigned', '&priority=low')).toEqual(['one', 'two']);
	expect(await setOfTicked(sent({ do: 'set', owner_id: anna, priority: '' }, ids))).toMatchObject({ changed: 2 });
	expect(await subjects('open', `&owner_id=${anna}&priority=low`)).toEqual(['one', 'two']);
	const [closed = ''] = ids;
	const seen = { id: closed, version: 'current' } as const;
	for (const status of ['solved', 'closed'] as const) {
		await act(db, 'local', (transaction, author) => setTicketStatus(transaction, author, seen, status));
	}
	expect(await setOfTicked(sent({ do: 'solve' }, ids))).toMatchObject({ changed: 1, refused: 1 });
});
