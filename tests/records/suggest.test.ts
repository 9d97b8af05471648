import { expect, it } from 'vitest';
import { createCompany, deleteCompany } from '#records/people/companies.ts';
import { createContact } from '#records/people/contacts.ts';
import { suggestRecords } from '#records/suggest.ts';
import { acting, openTestRecords } from './open-records.ts';

it('suggests what holds a text, what begins with it first, and the first by name without one', async () => {
	const { records } = await openTestRecords();
	const doing = acting(records);
	await doing(async (transaction, author) => {
		await createCompany(transaction, author, { name: 'The Lumen Group', city: 'Bern' });
		await createCompany(transaction, author, { name: 'Lumen' });
		await createCompany(transaction, author, { name: 'Müller' });
		const gone = await createCompany(transaction, author, { name: 'Lumen gone' });
		await deleteCompany(transaction, author, { id: gone.company_id, version: 1 });
		await createContact(transaction, author, { last_name: 'Ng', emails: [{ value: 'ng@lumen.example' }] });
	});
	const names = async (kind: Parameters<typeof suggestRecords>[1], text: string, limit = 5) =>
		(await suggestRecords(records, kind, text, limit)).map(({ name, detail }) => [name, detail]);
	expect(await names('company', 'LUM')).toEqual([
		['Lumen', ''],
		['The Lumen Group', 'Bern'],
	]);
	expect(await names('company', 'mul')).toEqual([['Müller', '']]);
	expect(await names('company', ' ', 2)).toEqual([
		['Lumen', ''],
		['Müller', ''],
	]);
	expect(await names('contact', 'ng')).toEqual([['Ng', '']]);
	expect(await names('contact', 'lumen')).toEqual([['Ng', '']]);
	expect(await names('user', 'local')).toEqual([['Local user', '']]);
	expect(await names('product', 'box')).toEqual([]);
});
