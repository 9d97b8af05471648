import { beforeAll, expect, test } from 'vitest';
import { act } from '#records/changes/act.ts';
import type { Records } from '#records/database.ts';
import { createCompany } from '#records/people/companies.ts';
import { createContact } from '#records/people/contacts.ts';
import type { SentForm } from '#lib/server/records/save.ts';
import {
	addTicket,
	rateTicket,
	readNewTicket,
	readTicketPage,
	replyToTicket,
	setStatus,
} from '#lib/server/records/tickets.ts';
import { ownRecords } from '../data-folder.ts';

let db: Records;

function sent(values: Record<string, string>, version = 0): SentForm {
	return { values, version, all: () => [] };
}

async function openedTicket(): Promise<string> {
	const saved = await addTicket(sent({ subject: 'A parcel', description: 'It is broken.' }));
	if ('status' in saved) throw new Error('not saved');
	return saved.result.ticket_id;
}

beforeAll(async () => {
	db = await ownRecords();
});

test('a new ticket starts with the contact it was asked for, and with the company they mainly work for', async () => {
	const { result } = await act(db, 'local', async (transaction, author) => {
		const company = await createCompany(transaction, author, { name: 'Nord AG', company_type: 'customer' });
		const companies = [{ company_id: company.company_id }];
		return { company, contact: await createContact(transaction, author, { last_name: 'Haas', companies }) };
	});
	const { company_id } = result.company;
	const { contact_id } = result.contact;
	expect(await readNewTicket(contact_id, null)).toEqual({
		values: { priority: 'normal', contact_id, company_id },
		names: { contact: 'Haas', company: 'Nord AG' },
	});
	expect(await readNewTicket('nobody', 'nothing')).toMatchObject({ values: { contact_id: '', company_id: '' } });
});

test('an answer that solves is one act: the message, the first response and the resolution', async () => {
	const id = await openedTicket();
	await replyToTicket(id, sent({ direction: 'out', body: 'A new one is on its way.', then: 'solved' }, 1));
	const page = await readTicketPage(id);
	expect(page?.ticket.status).toBe('solved');
	expect(page?.ticket.first_response_at).toBe(page?.ticket.resolved_at);
	expect(page?.messages).toMatchObject([{ direction: 'out', user_name: 'Local user' }]);
	expect(new Set(page?.history.map(({ batchId }) => batchId)).size).toBe(2);
});

test('an answer to a ticket that somebody answered meanwhile is kept back, and says who', async () => {
	const id = await openedTicket();
	await replyToTicket(id, sent({ body: 'First', then: '' }, 1));
	const second = await replyToTicket(id, sent({ body: 'Second', then: '' }, 1));
	expect(second).toMatchObject({
		status: 409,
		data: { form: 'reply', values: { body: 'Second' }, conflict: { version: 2, by: 'Local user' } },
	});
	expect((await readTicketPage(id))?.messages).toHaveLength(1);
});

test('what cannot be done is refused with its field', async () => {
	const id = await openedTicket();
	expect(await replyToTicket(id, sent({ body: ' ' }, 1))).toMatchObject({
		status: 400,
		data: { issues: [{ field: 'body', code: 'required' }] },
	});
	expect(await setStatus(id, sent({ status: 'nonsense' }, 1))).toMatchObject({
		status: 400,
		data: { form: 'status', issues: [{ field: 'status' }] },
	});
	expect(await rateTicket(id, sent({ satisfaction: '5' }, 1))).toMatchObject({
		status: 400,
		data: { form: 'rate', issues: [{ field: 'satisfaction', code: 'not_allowed' }] },
	});
});
