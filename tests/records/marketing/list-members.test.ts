import { expect, it } from 'vitest';
import { recordExport } from '#records/exports.ts';
import {
	addExportRecipients,
	addListMembers,
	countMembers,
	exportedContacts,
	membersOfList,
} from '#records/marketing/list-members.ts';
import { createList } from '#records/marketing/lists.ts';
import { acting, openTestRecords } from '../open-records.ts';

function member(customer_id: string, arm: 'treatment' | 'holdout', assigned_at = '2026-01-01T00:00:00.000Z') {
	return { customer_id, contact_id: `c-${customer_id}`, arm, stratum: 'loyal/1', assigned_at };
}

it('keeps everybody in the arm that they were drawn for first', async () => {
	const { records } = await openTestRecords();
	const doing = acting(records);
	const definition = { channel: 'email', purpose: 'marketing' } as const;
	const { list_id: id } = await doing((transaction, author) =>
		createList(transaction, author, { name: 'Drawn', definition }),
	);
	const first = [member('b', 'treatment'), member('a', 'holdout')];
	expect(await doing((transaction) => addListMembers(transaction, id, first))).toBe(2);
	const again = [member('a', 'treatment', '2026-02-01T00:00:00.000Z'), member('c', 'treatment')];
	expect(await doing((transaction) => addListMembers(transaction, id, again))).toBe(1);
	expect(await membersOfList(records, id)).toEqual([
		member('a', 'holdout'),
		member('b', 'treatment'),
		member('c', 'treatment'),
	]);
	expect(await countMembers(records, id)).toEqual({ treatment: 2, holdout: 1 });
	expect(await countMembers(records, 'another')).toEqual({ treatment: 0, holdout: 0 });
});

it('enters thousands at once, and knows who stands in which file', async () => {
	const { records } = await openTestRecords();
	const doing = acting(records);
	const file = { subject: 'list', filter: '{}', format: 'csv', rows: 2500, bytes: 1, sha256: 'a' } as const;
	const { export_id } = await recordExport(records, 'local', { ...file, snapshot_id: null });
	const people = Array.from({ length: 2500 }, (_, index) => ({ customer_id: `K${index}`, contact_id: `C${index}` }));
	await doing((transaction) => addExportRecipients(transaction, export_id, people));
	expect(new Set(await exportedContacts(records, export_id))).toEqual(new Set(people.map((each) => each.contact_id)));
	expect(await exportedContacts(records, 'another')).toEqual([]);
});
