import { beforeEach, expect, it } from 'vitest';
import { StaleRecordError } from '#records/changes/stale.ts';
import { undoBatch } from '#records/changes/undo.ts';
import type { Records } from '#records/database.ts';
import { createCompany } from '#records/people/companies.ts';
import { readContact } from '#records/people/contact-read.ts';
import { contactsByEmail, createContact, deleteContact, updateContact } from '#records/people/contacts.ts';
import type { Contact } from '#records/people/contacts.ts';
import { act } from '#records/changes/act.ts';
import { acting, openTestRecords } from '../open-records.ts';
import type { Do } from '../open-records.ts';

let records: Records;
let doing: Do;

beforeEach(async () => {
	({ records } = await openTestRecords());
	doing = acting(records);
});

function make(input: Parameters<typeof createContact>[2]): Promise<Contact> {
	return doing((transaction, author) => createContact(transaction, author, input));
}

function change(contact: Contact, input: Parameters<typeof updateContact>[3]): Promise<Contact> {
	const seen = { id: contact.contact_id, version: contact.version };
	return doing((transaction, author) => updateContact(transaction, author, seen, input));
}

/** The points of a contact: value, normalised, main or not. */
async function points(contact: Contact): Promise<string[]> {
	const page = await readContact(records, contact.contact_id);
	return [...(page?.emails ?? []), ...(page?.phones ?? [])].map(
		({ value, value_normalised, is_primary }) => `${value} = ${value_normalised}${is_primary === 1 ? ' *' : ''}`,
	);
}

it('saves a contact with points and companies at once', async () => {
	const acme = await doing((transaction, author) => createCompany(transaction, author, { name: 'Acme' }));
	const contact = await make({
		first_name: 'Ada',
		last_name: 'Lovelace',
		country: 'Deutschland',
		emails: [
			{ value: 'Ada@Example.com', label: 'work' },
			{ value: '' },
			{ value: 'ada@home.example', is_primary: '1' },
			{ value: 'ADA@example.com' },
		],
		phones: [{ value: '030 23125 014' }],
		companies: [{ company_id: acme.company_id, role: 'Analyst' }],
	});
	expect(contact).toMatchObject({ full_name: 'Ada Lovelace', country: 'Germany', version: 1 });
	expect(contact.search_text).toBe('ada lovelace ada@example.com ada@home.example +493023125014 030 23125 014');
	expect(await points(contact)).toEqual([
		'ada@home.example = ada@home.example *',
		'Ada@Example.com = ada@example.com',
		'030 23125 014 = +493023125014 *',
	]);
	const page = await readContact(records, contact.contact_id);
	expect(page?.companies).toEqual([{ company_id: acme.company_id, name: 'Acme', role: 'Analyst', is_primary: 1 }]);
});

it('calls a contact without a name by address, else by number, and refuses one without any', async () => {
	expect((await make({ emails: [{ value: 'x@example.com' }] })).full_name).toBe('x@example.com');
	expect((await make({ phones: [{ value: '+49 30 23125014' }] })).full_name).toBe('+49 30 23125014');
	await expect(make({ city: 'Berlin' })).rejects.toMatchObject({
		issues: [{ field: 'last_name', code: 'required' }],
	});
});

it('leaves lists that are not given, and makes given ones what they say', async () => {
	const contact = await make({
		last_name: 'Lovelace',
		emails: [{ value: 'a@example.com' }, { value: 'b@example.com' }],
		phones: [{ value: '+49 30 23125014' }],
	});
	const renamed = await change(contact, { job_title: 'Countess' });
	expect(await points(contact)).toHaveLength(3);
	await change(renamed, { emails: [{ value: 'b@example.com' }, { value: 'c@example.com' }] });
	expect(await points(contact)).toEqual([
		'b@example.com = b@example.com *',
		'c@example.com = c@example.com',
		'+49 30 23125014 = +493023125014 *',
	]);
});

it('reads numbers anew when the country changes', async () => {
	const contact = await make({ last_name: 'Lovelace', phones: [{ value: '030 23125 014' }] });
	expect(await points(contact)).toEqual(['030 23125 014 = 03023125014 *']);
	await change(contact, { country: 'Germany' });
	expect(await points(contact)).toEqual(['030 23125 014 = +493023125014 *']);
});

it('notices two people at one form also when one changed a label or a role alone', async () => {
	const acme = await doing((transaction, author) => createCompany(transaction, author, { name: 'Acme' }));
	const contact = await make({
		last_name: 'Lovelace',
		emails: [{ value: 'a@example.com' }],
		companies: [{ company_id: acme.company_id, role: 'Buyer' }],
	});
	const labelled = await change(contact, { emails: [{ value: 'a@example.com', label: 'work' }] });
	expect(labelled.version).toBe(2);
	const promoted = await change(labelled, { companies: [{ company_id: acme.company_id, role: 'Head' }] });
	expect(promoted.version).toBe(3);
	await expect(change(contact, { job_title: 'x' })).rejects.toThrow(StaleRecordError);
	const same = await change(promoted, {
		last_name: 'Lovelace',
		emails: [{ value: 'a@example.com', label: 'work' }],
		companies: [{ company_id: acme.company_id, role: 'Head' }],
	});
	expect(same.version).toBe(3);
});

it('finds everybody who has an address, the oldest first', async () => {
	const older = await make({ last_name: 'A', emails: [{ value: 'Shared@example.com' }] });
	const newer = await make({ last_name: 'B', emails: [{ value: 'own@example.com' }, { value: 'shared@example.com' }] });
	const gone = await make({ last_name: 'C', emails: [{ value: 'shared@example.com' }] });
	await doing((transaction, author) => deleteContact(transaction, author, { id: gone.contact_id, version: 1 }));
	const found = await contactsByEmail(records, ' SHARED@example.com');
	expect(found.map(({ contact_id }) => contact_id)).toEqual([older.contact_id, newer.contact_id]);
});

it('deletes points and places with a contact, and brings them all back', async () => {
	const contact = await make({ last_name: 'Lovelace', emails: [{ value: 'a@example.com' }] });
	const { batchId } = await act(records, 'local', (transaction, author) =>
		deleteContact(transaction, author, { id: contact.contact_id, version: 1 }),
	);
	expect(await readContact(records, contact.contact_id)).toBeNull();
	expect(await contactsByEmail(records, 'a@example.com')).toEqual([]);
	await undoBatch(records, 'local', batchId);
	expect(await points(contact)).toEqual(['a@example.com = a@example.com *']);
});
