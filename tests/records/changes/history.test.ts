import { expect, it } from 'vitest';
import { historyOf } from '#records/changes/history.ts';
import { createContact, updateContact } from '#records/people/contacts.ts';
import { acting, AT, openTestRecords } from '../open-records.ts';

it('tells the changes of a record and of its parts, the newest first', async () => {
	const { records } = await openTestRecords();
	const doing = acting(records);
	const contact = await doing((transaction, author) =>
		createContact(transaction, author, { last_name: 'Lovelace', emails: [{ value: 'ada@example.com' }] }),
	);
	await doing((transaction, author) => createContact(transaction, author, { last_name: 'Other' }));
	const seen = { id: contact.contact_id, version: 1 };
	await doing(
		(transaction, author) => updateContact(transaction, author, seen, { emails: [], job_title: 'Countess' }),
		'2026-03-03T08:00:00.000Z',
	);
	const history = await historyOf(records, 'contacts', contact.contact_id);
	expect(history.map(({ table, action, changedAt, userName }) => [table, action, changedAt, userName])).toEqual([
		['contact_points', 'delete', '2026-03-03T08:00:00.000Z', 'Local user'],
		['contacts', 'update', '2026-03-03T08:00:00.000Z', 'Local user'],
		['contact_points', 'create', AT, 'Local user'],
		['contacts', 'create', AT, 'Local user'],
	]);
	expect(history[1]).toMatchObject({
		before: { job_title: null, search_text: 'lovelace ada@example.com' },
		after: { job_title: 'Countess', search_text: 'lovelace' },
	});
	expect(await historyOf(records, 'contacts', contact.contact_id, 1)).toHaveLength(1);
});
