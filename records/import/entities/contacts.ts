import { sql } from 'kysely';
import type { Author } from '../../changes/act.ts';
import type { RecordsTransaction } from '../../database.ts';
import { idByExternalKey } from '../../input/references.ts';
import { addCompanyRole } from '../../people/company-roles.ts';
import type { ContactInput } from '../../people/contact-input.ts';
import { pointsOfContact } from '../../people/contact-points.ts';
import type { ContactPoint } from '../../people/contact-points.ts';
import { contactsByEmail, createContact, updateContact } from '../../people/contacts.ts';
import { splitName } from '../../people/split-name.ts';
import { ADDRESS_COLUMNS, CREATED_COLUMN, OWNER_COLUMN } from '../address-columns.ts';
import type { ImportEntity, RowValues } from '../import-entity.ts';
import { companyOf, ownerOf } from '../lookups.ts';
import type { Lookups } from '../lookups.ts';
import { startOfDay } from '../start-of-day.ts';

interface Point {
	readonly value: string;
	readonly label?: string | null;
	readonly is_primary?: number;
}

/** A contact's points of a kind with those of the row behind them; undefined where the row has none. */
function withPoints(
	existing: readonly ContactPoint[],
	kind: ContactPoint['kind'],
	added: readonly (string | undefined)[],
): readonly Point[] | undefined {
	const values = added.flatMap((value) => (value === undefined ? [] : [{ value }]));
	if (values.length === 0) return undefined;
	const known = existing.filter((point) => point.kind === kind);
	return [...known.map(({ value, label, is_primary }) => ({ value, label, is_primary })), ...values];
}

function inputOf(values: RowValues, existing: readonly ContactPoint[], lookups: Lookups): ContactInput {
	const { first_name, last_name, full_name, job_title, language, lifecycle_stage, external_key } = values;
	const { street, postal_code, city, region, country } = values;
	const name = full_name !== undefined && last_name === undefined ? splitName(full_name) : { first_name, last_name };
	const emails = withPoints(existing, 'email', [values.email, values.email_2]);
	const phones = withPoints(existing, 'phone', [values.phone, values.mobile]);
	return {
		...name,
		job_title,
		language,
		lifecycle_stage,
		external_key,
		street,
		postal_code,
		city,
		region,
		country,
		owner_id: ownerOf(values, lookups),
		...(emails === undefined ? {} : { emails: [...emails] }),
		...(phones === undefined ? {} : { phones: [...phones] }),
	};
}

async function placeInCompany(
	transaction: RecordsTransaction,
	author: Author,
	contactId: string,
	values: RowValues,
): Promise<void> {
	const companyId = await companyOf(transaction, author, values);
	if (companyId === undefined) return;
	await addCompanyRole(transaction, author, contactId, companyId, values.company_role ?? null);
}

export const contacts: ImportEntity = {
	name: 'contacts',
	matchFields: ['external_key', 'email', 'name'],
	fields: [
		{
			name: 'external_key',
			kind: 'text',
			headers: ['External key', 'ID', 'Contact ID', 'hs_object_id', 'Record ID', 'Person - ID', 'Kundennummer'],
		},
		{ name: 'first_name', kind: 'text', headers: ['First name', 'FirstName', 'Vorname', 'Given name'] },
		{ name: 'last_name', kind: 'text', headers: ['Last name', 'LastName', 'Nachname', 'Surname', 'Family name'] },
		{
			name: 'full_name',
			kind: 'text',
			headers: ['Name', 'Full name', 'Contact name', 'Person - Name', 'Ansprechpartner'],
		},
		{
			name: 'email',
			kind: 'text',
			headers: ['E-mail', 'Email address', 'E-Mail-Adresse', 'Person - Email', 'Person - Email - Work', 'Mail'],
		},
		{
			name: 'email_2',
			kind: 'text',
			headers: ['Second e-mail', 'E-mail 2', 'hs_additional_emails', 'Weitere E-Mail', 'Person - Email - Other'],
		},
		{
			name: 'phone',
			kind: 'text',
			headers: ['Phone', 'Phone number', 'Telefon', 'Telefonnummer', 'Tel', 'Person - Phone', 'Person - Phone - Work'],
		},
		{
			name: 'mobile',
			kind: 'text',
			headers: [
				'Mobile',
				'MobilePhone',
				'Mobile phone number',
				'Handy',
				'Mobil',
				'Mobiltelefon',
				'Person - Phone - Mobile',
			],
		},
		{ name: 'job_title', kind: 'text', headers: ['Job title', 'Title', 'Position', 'Funktion', 'Berufsbezeichnung'] },
		{ name: 'language', kind: 'text', headers: ['Language', 'Sprache', 'hs_language', 'Preferred language'] },
		{ name: 'lifecycle_stage', kind: 'text', headers: ['Lifecycle stage', 'lifecyclestage', 'Lebenszyklus'] },
		{
			name: 'company_name',
			kind: 'text',
			headers: [
				'Company',
				'Company name',
				'Account name',
				'Organization',
				'Person - Organization',
				'Firma',
				'Unternehmen',
			],
		},
		{
			name: 'company_key',
			kind: 'text',
			headers: ['Company key', 'Account ID', 'associatedcompanyid', 'Associated company ID', 'org_id', 'Firmennummer'],
		},
		{ name: 'company_role', kind: 'text', headers: ['Company role', 'Role', 'Rolle'] },
		...ADDRESS_COLUMNS,
		OWNER_COLUMN,
		CREATED_COLUMN,
	],
	async find(records, field, value) {
		if (field === 'external_key') {
			const id = await idByExternalKey(records, 'contacts', value);
			return id === null ? [] : [id];
		}
		if (field === 'email') return (await contactsByEmail(records, value)).map(({ contact_id }) => contact_id);
		const { rows } = await sql<{ contact_id: string }>`
			select contact_id from contacts where full_name = ${value} collate nocase and deleted_at is null`.execute(records);
		return rows.map(({ contact_id }) => contact_id);
	},
	async create(transaction, author, values, lookups) {
		const createdAt = startOfDay(values, 'created_on');
		const contact = await createContact(transaction, author, inputOf(values, [], lookups), { createdAt });
		await placeInCompany(transaction, author, contact.contact_id, values);
	},
	async update(transaction, author, id, values, lookups) {
		const input = inputOf(values, await pointsOfContact(transaction, id), lookups);
		await updateContact(transaction, author, { id, version: 'current' }, input);
		await placeInCompany(transaction, author, id, values);
	},
};
