import { addConsent } from '#records/people/consents.ts';
import { listContacts } from '#records/people/contact-list.ts';
import { readContact as readRecord } from '#records/people/contact-read.ts';
import { createContact, deleteContact, updateContact } from '#records/people/contacts.ts';
import type { ContactInput } from '#records/people/contact-input.ts';
import { historyOf } from '#records/changes/history.ts';
import { fieldsWithout } from '#lib/records/fields-without.ts';
import type { ListState } from '#lib/records/list-state.ts';
import { records } from '../records.ts';
import type { RequestSnapshot } from '../warehouse.ts';
import { picked, readListPage } from './list-page.ts';
import { ownerOptions } from './owners.ts';
import { customerOf, dealsOf, ticketsOf } from './related.ts';
import { saveForm } from './save.ts';
import type { SentForm } from './save.ts';

/** A page of contacts as its address asks for it, and what it can be filtered by. */
export async function listContactsPage(state: ListState) {
	const list = await readListPage(await records(), state, listContacts, { ownerIds: picked(state, 'owner_id') });
	return { ...list, owners: await ownerOptions() };
}

/** A contact with what hangs on them; null when there is none, or they are deleted. */
export async function readContact(snapshot: RequestSnapshot | null, contactId: string) {
	const db = await records();
	const found = await readRecord(db, contactId);
	if (found === null) return null;
	return {
		...found,
		emails: found.emails.map(({ value }) => value),
		phones: found.phones.map(({ value }) => value),
		roles: found.companies.map(({ company_id, name, role }) => ({ company_id, company_name: name, role })),
		companies: found.companies.map(({ company_id, name, role }) => ({
			id: company_id,
			name,
			href: `/companies/${company_id}`,
			detail: role ?? '',
		})),
		deals: await dealsOf(db, { contactIds: [contactId] }),
		tickets: await ticketsOf(db, { contactIds: [contactId] }),
		history: await historyOf(db, 'contacts', contactId),
		customerId: await customerOf(snapshot, 'contacts', contactId),
	};
}

/** A form's lists: addresses and numbers in their order, the first of each the main one, and companies with roles. */
function contactInput(form: SentForm): ContactInput {
	const fields = fieldsWithout(form.values, ['emails', 'phones', 'company_id', 'company_role']);
	const points = (name: string) =>
		form.all(name).map((value, place) => ({ value: value.trim(), is_primary: place === 0 }));
	const roles = form.all('company_role');
	return {
		...fields,
		emails: points('emails'),
		phones: points('phones'),
		companies: form
			.all('company_id')
			.map((company_id, place) => ({ company_id, role: roles[place] ?? '', is_primary: place === 0 }))
			.filter(({ company_id }) => company_id !== ''),
	};
}

/** Makes a contact from a form. */
export function addContact(form: SentForm) {
	return saveForm(form, (transaction, author) => createContact(transaction, author, contactInput(form)));
}

/** Changes what a form says of a contact. */
export function changeContact(contactId: string, form: SentForm) {
	const seen = { id: contactId, version: form.version };
	return saveForm(form, (transaction, author) => updateContact(transaction, author, seen, contactInput(form)));
}

/** Notes what a contact agreed to, or took back. */
export function giveConsent(contactId: string, form: SentForm) {
	const { channel = '', purpose = '', status = '', evidence = '' } = form.values;
	const consent = { channel, purpose, status, evidence };
	return saveForm(form, (transaction, author) => addConsent(transaction, author, contactId, consent));
}

/** Deletes a contact. */
export function removeContact(contactId: string, form: SentForm) {
	const seen = { id: contactId, version: form.version };
	return saveForm(form, (transaction, author) => deleteContact(transaction, author, seen));
}
