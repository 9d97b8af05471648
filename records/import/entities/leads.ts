import { sql } from 'kysely';
import { idByExternalKey } from '../../input/references.ts';
import type { LeadInput } from '../../sales/lead-input.ts';
import { createLead, updateLead } from '../../sales/leads.ts';
import { normaliseEmail } from '../../values/email.ts';
import { CREATED_COLUMN, OWNER_COLUMN } from '../address-columns.ts';
import type { ImportEntity, RowValues } from '../import-entity.ts';
import { ownerOf } from '../lookups.ts';
import type { Lookups } from '../lookups.ts';
import { startOfDay } from '../start-of-day.ts';

function inputOf(values: RowValues, lookups: Lookups): LeadInput {
	const { company_name, email, phone, status, source, country, amount, currency, note, external_key } = values;
	const parts = [values.first_name, values.last_name].filter((part) => part !== undefined).join(' ');
	const full_name = values.full_name ?? (parts === '' ? undefined : parts);
	return {
		full_name,
		company_name,
		email,
		phone,
		status,
		source,
		country,
		amount,
		currency,
		note,
		external_key,
		owner_id: ownerOf(values, lookups),
	};
}

export const leads: ImportEntity = {
	name: 'leads',
	matchFields: ['external_key', 'email', 'name'],
	fields: [
		{
			name: 'external_key',
			kind: 'text',
			headers: ['External key', 'ID', 'Lead ID', 'hs_object_id', 'Record ID', 'Lead - ID'],
		},
		{
			name: 'full_name',
			kind: 'text',
			headers: ['Name', 'Full name', 'Lead name', 'Contact name', 'Title', 'Lead - Title'],
		},
		{ name: 'first_name', kind: 'text', headers: ['First name', 'FirstName', 'Vorname'] },
		{ name: 'last_name', kind: 'text', headers: ['Last name', 'LastName', 'Nachname'] },
		{
			name: 'company_name',
			kind: 'text',
			headers: ['Company', 'Company name', 'Organization', 'Firma', 'Unternehmen', 'Lead - Organization'],
		},
		{ name: 'email', kind: 'text', headers: ['E-mail', 'Email address', 'E-Mail-Adresse', 'Mail'] },
		{ name: 'phone', kind: 'text', headers: ['Phone', 'Phone number', 'Telefon', 'Telefonnummer', 'MobilePhone'] },
		{
			name: 'status',
			kind: 'choice',
			headers: ['Status', 'Lead status', 'hs_lead_status'],
			choices: {
				new: ['Open - Not Contacted', 'Open', 'Neu', 'Offen', 'Unqualified lead'],
				working: [
					'Working - Contacted',
					'Working',
					'In progress',
					'Attempted to contact',
					'Connected',
					'In Bearbeitung',
				],
				qualified: ['Open deal', 'Nurturing', 'Qualifiziert', 'Marketing qualified', 'Sales qualified'],
				disqualified: ['Closed - Not Converted', 'Unqualified', 'Bad timing', 'Disqualifiziert', 'Verworfen', 'Dead'],
			},
		},
		{
			name: 'source',
			kind: 'text',
			headers: ['Source', 'Lead source', 'LeadSource', 'hs_analytics_source', 'Quelle', 'Herkunft'],
		},
		{ name: 'country', kind: 'text', headers: ['Country', 'Country/Region', 'Land', 'CountryCode'] },
		{ name: 'amount', kind: 'number', headers: ['Amount', 'Value', 'Lead - Value', 'Betrag', 'Wert'] },
		{ name: 'currency', kind: 'text', headers: ['Currency', 'CurrencyIsoCode', 'Währung'] },
		{ name: 'note', kind: 'text', headers: ['Note', 'Notes', 'Description', 'Notiz', 'Bemerkung', 'Beschreibung'] },
		OWNER_COLUMN,
		CREATED_COLUMN,
	],
	async find(records, field, value) {
		if (field === 'external_key') {
			const id = await idByExternalKey(records, 'leads', value);
			return id === null ? [] : [id];
		}
		const condition =
			field === 'email' ? sql`email_normalised = ${normaliseEmail(value)}` : sql`full_name = ${value} collate nocase`;
		const { rows } = await sql<{ lead_id: string }>`
			select lead_id from leads where ${condition} and deleted_at is null`.execute(records);
		return rows.map(({ lead_id }) => lead_id);
	},
	async create(transaction, author, values, lookups) {
		const createdAt = startOfDay(values, 'created_on');
		await createLead(transaction, author, inputOf(values, lookups), { createdAt });
	},
	async update(transaction, author, id, values, lookups) {
		await updateLead(transaction, author, { id, version: 'current' }, inputOf(values, lookups));
	},
};
