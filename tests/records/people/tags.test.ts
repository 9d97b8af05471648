import { beforeEach, expect, it } from 'vitest';
import type { Records } from '#records/database.ts';
import { createContact } from '#records/people/contacts.ts';
import { addTag, deleteTag, listTags, removeTag, renameTag, tagsOf } from '#records/people/tags.ts';
import type { Subject } from '#records/people/subjects.ts';
import { acting, openTestRecords } from '../open-records.ts';
import type { Do } from '../open-records.ts';

let records: Records;
let doing: Do;
let ada: Subject;

beforeEach(async () => {
	({ records } = await openTestRecords());
	doing = acting(records);
	const contact = await doing((transaction, author) => createContact(transaction, author, { last_name: 'Ada' }));
	ada = { type: 'contact', id: contact.contact_id };
});

function tag(name: string) {
	return doing((transaction, author) => addTag(transaction, author, ada, name));
}

it('makes a tag once, whatever its case, and puts it on once', async () => {
	const first = await tag('VIP');
	const again = await tag(' vip ');
	expect(again.tag_id).toBe(first.tag_id);
	await tag('Berlin');
	expect((await tagsOf(records, ada)).map(({ name }) => name)).toEqual(['Berlin', 'VIP']);
	expect((await listTags(records)).map(({ name, records: count }) => [name, count])).toEqual([
		['Berlin', 1],
		['VIP', 1],
	]);
});

it('takes a tag off one record, or goes from all', async () => {
	const { tag_id } = await tag('VIP');
	await doing((transaction, author) => removeTag(transaction, author, ada, tag_id));
	expect(await tagsOf(records, ada)).toEqual([]);
	await tag('VIP');
	await doing((transaction, author) => deleteTag(transaction, author, { id: tag_id, version: 1 }));
	expect(await tagsOf(records, ada)).toEqual([]);
	expect(await listTags(records)).toEqual([]);
	expect((await tag('VIP')).tag_id).not.toBe(tag_id);
});

it('takes another name, unless another tag has it', async () => {
	const vip = await tag('VIP');
	await tag('Key');
	const rename = (name: string) =>
		doing((transaction, author) => renameTag(transaction, author, { id: vip.tag_id, version: 'current' }, name));
	expect(await rename('Vip')).toMatchObject({ name: 'Vip', version: 2 });
	await expect(rename('KEY')).rejects.toMatchObject({ issues: [{ field: 'name', code: 'taken' }] });
});

it('refuses an empty name, and what is not there', async () => {
	await expect(tag(' ')).rejects.toMatchObject({ issues: [{ field: 'name', code: 'required' }] });
	ada = { type: 'contact', id: 'nobody' };
	await expect(tag('VIP')).rejects.toMatchObject({ issues: [{ field: 'subject_id', code: 'not_found' }] });
});
