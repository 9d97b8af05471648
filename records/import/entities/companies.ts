import { sql } from 'kysely';
import { createCompany, updateCompany } from '../../people/companies.ts';
import type { CompanyInput } from '../../people/company-input.ts';
import { idByExternalKey } from '../../input/references.ts';
import { companyDomainOf, hostOf, isFreeMail } from '../../values/domain.ts';
import { normaliseEmail } from '../../values/email.ts';
import { ADDRESS_COLUMNS, CREATED_COLUMN, OWNER_COLUMN } from '../address-columns.ts';
import type { ImportEntity, RowValues } from '../import-entity.ts';
import { companiesByName, ownerOf } from '../lookups.ts';
import type { Lookups } from '../lookups.ts';
import { startOfDay } from '../start-of-day.ts';

/** A web address that is a mail provider's says nothing, and is no reason to refuse a row. */
function domainOf({ domain, email }: RowValues): string | undefined {
	if (domain === undefined) return companyDomainOf(email ?? null) ?? undefined;
	return isFreeMail(hostOf(domain) ?? '') ? undefined : domain;
}

function inputOf(values: RowValues, lookups: Lookups): CompanyInput {
	const { name, company_type, email, phone, industry, employee_count, annual_revenue, currency } = values;
	const { street, postal_code, city, region, country, external_key } = values;
	return {
		name,
		company_type,
		domain: domainOf(values),
		email,
		phone,
		industry,
		employee_count,
		annual_revenue,
		currency,
		street,
		postal_code,
		city,
		region,
		country,
		external_key,
		owner_id: ownerOf(values, lookups),
	};
}

export const companies: ImportEntity = {
	name: 'companies',
	matchFields: ['external_key', 'domain', 'email', 'name'],
	fields: [
		{
			name: 'external_key',
			kind: 'text',
			headers: [
				'External key',
				'ID',
				'Account ID',
				'Company ID',
				'hs_object_id',
				'Record ID',
				'Organization - ID',
				'Kundennummer',
			],
		},
		{
			name: 'name',
			kind: 'text',
			headers: [
				'Company name',
				'Account name',
				'Company',
				'Organization name',
				'Organization - Name',
				'Firma',
				'Firmenname',
				'Unternehmen',
			],
		},
		{
			name: 'company_type',
			kind: 'choice',
			headers: ['Type', 'Account type', 'Art', 'Typ'],
			choices: {
				customer: ['Kunde', 'Customer - Direct', 'Customer - Channel'],
				prospect: ['Interessent', 'Lead'],
				supplier: ['Lieferant', 'Vendor'],
				partner: ['Channel Partner / Reseller', 'Technology Partner', 'Reseller', 'Installation Partner'],
				other: ['Sonstige', 'Andere'],
			},
			otherwise: 'other',
		},
		{ name: 'domain', kind: 'text', headers: ['Website', 'Company domain name', 'Domain', 'URL', 'Webseite', 'Web'] },
		{ name: 'email', kind: 'text', headers: ['E-mail', 'E-Mail-Adresse', 'Email address'] },
		{ name: 'phone', kind: 'text', headers: ['Phone', 'Phone number', 'Telefon', 'Telefonnummer', 'Tel'] },
		{ name: 'industry', kind: 'text', headers: ['Industry', 'Branche', 'Sector'] },
		{
			name: 'employee_count',
			kind: 'number',
			headers: ['Employees', 'Number of employees', 'NumberOfEmployees', 'Mitarbeiter', 'Mitarbeiterzahl'],
		},
		{ name: 'annual_revenue', kind: 'number', headers: ['Annual revenue', 'AnnualRevenue', 'Umsatz', 'Jahresumsatz'] },
		{ name: 'currency', kind: 'text', headers: ['Currency', 'CurrencyIsoCode', 'Währung'] },
		...ADDRESS_COLUMNS,
		OWNER_COLUMN,
		CREATED_COLUMN,
	],
	async find(records, field, value) {
		if (field === 'external_key') {
			const id = await idByExternalKey(records, 'companies', value);
			return id === null ? [] : [id];
		}
		if (field === 'name') return companiesByName(records, value);
		const [column, wanted] =
			field === 'email' ? ['email_normalised', normaliseEmail(value)] : ['domain', hostOf(value) ?? ''];
		const { rows } = await sql<{ company_id: string }>`
			select company_id from companies where ${sql.ref(column)} = ${wanted} and deleted_at is null`.execute(records);
		return rows.map(({ company_id }) => company_id);
	},
	async create(transaction, author, values, lookups) {
		const createdAt = startOfDay(values, 'created_on');
		await createCompany(transaction, author, inputOf(values, lookups), { createdAt });
	},
	async update(transaction, author, id, values, lookups) {
		await updateCompany(transaction, author, { id, version: 'current' }, inputOf(values, lookups));
	},
};
