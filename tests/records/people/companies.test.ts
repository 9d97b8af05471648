import { beforeEach, expect, it } from 'vitest';
import type { Records } from '#records/database.ts';
import { createCompany, deleteCompany, updateCompany } from '#records/people/companies.ts';
import { readCompany } from '#records/people/company-read.ts';
import { createContact } from '#records/people/contacts.ts';
import { addTag } from '#records/people/tags.ts';
import { acting, openTestRecords } from '../open-records.ts';
import type { Do } from '../open-records.ts';

let records: Records;
let doing: Do;

beforeEach(async () => {
	({ records } = await openTestRecords());
	doing = acting(records);
});

it('makes a prospect with what matching and search need', async () => {
	const company = await doing((transaction, author) =>
		createCompany(transaction, author, { name: 'Müller & Söhne', email: 'Info@Mueller.DE', city: 'Köln' }),
	);
	expect(company).toMatchObject({
		company_type: 'prospect',
		domain: null,
		email: 'Info@Mueller.DE',
		email_normalised: 'info@mueller.de',
		search_text: 'muller & sohne info@mueller.de koln',
	});
});

it('needs a name, an owner who is there, and a key that nobody else has', async () => {
	const make = (input: Parameters<typeof createCompany>[2]) =>
		doing((transaction, author) => createCompany(transaction, author, input));
	await expect(make({})).rejects.toMatchObject({ issues: [{ field: 'name', code: 'required' }] });
	await expect(make({ name: 'A', owner_id: 'x', parent_company_id: 'y' })).rejects.toMatchObject({
		issues: [
			{ field: 'owner_id', code: 'not_found', params: { id: 'x' } },
			{ field: 'parent_company_id', code: 'not_found', params: { id: 'y' } },
		],
	});
	const first = await make({ name: 'A', external_key: 'K1' });
	await expect(make({ name: 'B', external_key: 'K1' })).rejects.toMatchObject({
		issues: [{ field: 'external_key', code: 'taken', params: { id: first.company_id } }],
	});
});

it('changes what is given and what follows from it, and keeps the rest', async () => {
	const company = await doing((transaction, author) =>
		createCompany(transaction, author, { name: 'Acme', city: 'Berlin', email: 'a@acme.com', external_key: 'K1' }),
	);
	const seen = { id: company.company_id, version: 1 };
	const changed = await doing((transaction, author) =>
		updateCompany(transaction, author, seen, { name: 'Acme Ltd', email: '', external_key: 'K1' }),
	);
	expect(changed).toMatchObject({
		city: 'Berlin',
		email: null,
		email_normalised: null,
		search_text: 'acme ltd berlin k1',
		version: 2,
	});
});

it('puts no company above itself', async () => {
	const make = (name: string, parent_company_id: string | null) =>
		doing((transaction, author) => createCompany(transaction, author, { name, parent_company_id }));
	const group = await make('Group', null);
	const middle = await make('Middle', group.company_id);
	const small = await make('Small', middle.company_id);
	const under = (id: string, parent_company_id: string) =>
		doing((transaction, author) =>
			updateCompany(transaction, author, { id, version: 'current' }, { parent_company_id }),
		);
	const circle = { issues: [{ field: 'parent_company_id', code: 'circle' }] };
	await expect(under(group.company_id, group.company_id)).rejects.toMatchObject(circle);
	await expect(under(group.company_id, small.company_id)).rejects.toMatchObject(circle);
	await under(small.company_id, group.company_id);
});

it('shows who works there, what is above and below it, and what is said of it', async () => {
	const { group, company } = await doing(async (transaction, author) => {
		const above = await createCompany(transaction, author, { name: 'Group' });
		const acme = await createCompany(transaction, author, { name: 'Acme', parent_company_id: above.company_id });
		await createCompany(transaction, author, { name: 'Acme Asia', parent_company_id: acme.company_id });
		await createContact(transaction, author, {
			last_name: 'Lovelace',
			companies: [{ company_id: acme.company_id, role: 'Buyer' }],
		});
		await addTag(transaction, author, { type: 'company', id: acme.company_id }, 'VIP');
		return { group: above, company: acme };
	});
	const page = await readCompany(records, company.company_id);
	expect(page).toMatchObject({
		company: { name: 'Acme', owner_name: null },
		parent: { company_id: group.company_id, name: 'Group' },
		children: [{ name: 'Acme Asia' }],
		contacts: [{ full_name: 'Lovelace', role: 'Buyer' }],
		tags: [{ name: 'VIP' }],
	});
	await doing((transaction, author) => deleteCompany(transaction, author, { id: company.company_id, version: 1 }));
	expect(await readCompany(records, company.company_id)).toBeNull();
	expect(await records.selectFrom('company_contacts').select('deleted_at').execute()).toEqual([
		{ deleted_at: expect.any(String) as string },
	]);
});
