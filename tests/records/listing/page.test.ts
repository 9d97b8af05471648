import { beforeEach, expect, it } from 'vitest';
import type { Records } from '#records/database.ts';
import { listCompanies } from '#records/people/company-list.ts';
import { createCompany, deleteCompany } from '#records/people/companies.ts';
import { listContacts } from '#records/people/contact-list.ts';
import { createContact, deleteContact, updateContact } from '#records/people/contacts.ts';
import { addTag } from '#records/people/tags.ts';
import { undoBatch } from '#records/changes/undo.ts';
import { act } from '#records/changes/act.ts';
import { acting, openTestRecords } from '../open-records.ts';
import type { Do } from '../open-records.ts';

let records: Records;
let doing: Do;

beforeEach(async () => {
	({ records } = await openTestRecords());
	doing = acting(records);
});

async function people(names: readonly string[]): Promise<string[]> {
	return doing(async (transaction, author) => {
		const ids = [];
		for (const [index, last_name] of names.entries()) {
			const contact = await createContact(transaction, author, {
				last_name,
				lifecycle_stage: index % 2 === 0 ? 'lead' : null,
				emails: [{ value: `${last_name.toLowerCase()}@example.com` }],
			});
			ids.push(contact.contact_id);
		}
		return ids;
	});
}

async function found(search: string): Promise<string[]> {
	const { rows, total } = await listContacts(records, { search });
	expect(total).toBe(rows.length);
	return rows.map(({ full_name }) => full_name);
}

it('gives pages in order, with how many there are', async () => {
	await people(['delta', 'Alpha', 'charlie', 'Bravo', 'echo']);
	const page = async (number: number, isDescending = false) =>
		(await listContacts(records, { page: number, pageSize: 2, sort: { by: 'name', isDescending } })).rows.map(
			({ full_name }) => full_name,
		);
	expect([await page(1), await page(2), await page(3), await page(4)]).toEqual([
		['Alpha', 'Bravo'],
		['charlie', 'delta'],
		['echo'],
		[],
	]);
	expect(await page(1, true)).toEqual(['echo', 'delta']);
	expect((await listContacts(records, { page: 2, pageSize: 2 })).total).toBe(5);
	expect(await page(-3)).toEqual(['Alpha', 'Bravo']);
});

it('finds what holds every word, whatever case and accents, short words too', async () => {
	await people(['Müller', 'Mueller', 'Ng', 'Smith']);
	expect(await found('MULLER')).toEqual(['Müller']);
	expect(await found('müll example')).toEqual(['Müller']);
	expect(await found('ng')).toEqual(['Ng']);
	expect(await found('ng example.com')).toEqual(['Ng']);
	expect(await found('mit')).toEqual(['Smith']);
	expect(await found('smith ng')).toEqual([]);
	expect(await found('  ')).toHaveLength(4);
	expect(await found('"; drop table contacts; --')).toEqual([]);
	expect(await found('100% "NEAR" OR *')).toEqual([]);
});

it('finds what a record is now called, not what it was called, and nothing that is deleted', async () => {
	const [first = '', second = ''] = await people(['Before', 'Gone']);
	await doing((transaction, author) =>
		updateContact(transaction, author, { id: first, version: 1 }, { last_name: 'After', emails: [] }),
	);
	expect(await found('before')).toEqual([]);
	expect(await found('after')).toEqual(['After']);
	const { batchId } = await act(records, 'local', (transaction, author) =>
		deleteContact(transaction, author, { id: second, version: 1 }),
	);
	expect(await found('gone')).toEqual([]);
	await undoBatch(records, 'local', batchId);
	expect(await found('gone')).toEqual(['Gone']);
});

it('finds the same of many as of few', async () => {
	// More than are named one by one.
	await people(Array.from({ length: 2_010 }, (_, index) => `Person${index}`));
	const { rows, total } = await listContacts(records, { search: 'person', page: 3, pageSize: 5 });
	expect(total).toBe(2_010);
	expect(rows.map(({ full_name }) => full_name)).toEqual([
		'Person1006',
		'Person1007',
		'Person1008',
		'Person1009',
		'Person101',
	]);
	expect((await listContacts(records, { search: 'person', filters: { lifecycleStages: ['lead'] } })).total).toBe(1_005);
	// 20, 200 to 209, 2000 to 2009
	expect((await listContacts(records, { search: 'person20' })).total).toBe(21);
});

it('filters by values, by having none, by tag, company and owner', async () => {
	const [first = '', second = ''] = await people(['A', 'B', 'C']);
	const acme = await doing(async (transaction, author) => {
		const company = await createCompany(transaction, author, { name: 'Acme', company_type: 'customer' });
		await updateContact(
			transaction,
			author,
			{ id: second, version: 1 },
			{
				companies: [{ company_id: company.company_id }],
				owner_id: 'local',
			},
		);
		await addTag(transaction, author, { type: 'contact', id: first }, 'VIP');
		return company;
	});
	const names = async (filters: NonNullable<Parameters<typeof listContacts>[1]>['filters']) =>
		(await listContacts(records, { filters })).rows.map(({ full_name }) => full_name);
	expect(await names({ lifecycleStages: ['lead'] })).toEqual(['A', 'C']);
	expect(await names({ lifecycleStages: [null] })).toEqual(['B']);
	expect(await names({ lifecycleStages: ['lead', null] })).toEqual(['A', 'B', 'C']);
	expect(await names({ ownerIds: ['local'] })).toEqual(['B']);
	expect(await names({ companyId: acme.company_id })).toEqual(['B']);
	const { rows } = await listContacts(records);
	expect(rows[0]).toMatchObject({ tags: [{ name: 'VIP' }], company_name: null, email: 'a@example.com' });
	expect(rows[1]).toMatchObject({ tags: [], company_name: 'Acme', owner_name: 'Local user' });
	const tagId = rows[0]?.tags[0]?.tag_id;
	expect(await names({ tagId })).toEqual(['A']);

	const companies = await listCompanies(records, { filters: { companyTypes: ['customer'] }, search: 'acme' });
	expect(companies).toMatchObject({ total: 1, rows: [{ name: 'Acme', contacts: 1, open_deals: 0 }] });
	await doing((transaction, author) => deleteCompany(transaction, author, { id: acme.company_id, version: 1 }));
	expect((await listCompanies(records)).total).toBe(0);
	expect((await listContacts(records)).rows[1]?.company_name).toBeNull();
});
