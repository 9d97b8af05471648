import { m } from '#lib/paraglide/messages.js';
import { COMPANY_TYPES } from '#records/schema/people.ts';
import type { CompanyType } from '#records/schema/people.ts';
import type { FieldSpec } from './field.ts';

const TYPE_NAMES: Readonly<Record<CompanyType, () => string>> = {
	customer: m.people_company_customer,
	prospect: m.people_company_prospect,
	supplier: m.people_company_supplier,
	partner: m.people_company_partner,
	other: m.people_company_other,
};

/** What a company is to us, in the reader's language. */
export function companyTypeName(type: string): string {
	return TYPE_NAMES[type as CompanyType]();
}

/** Kinds of companies to choose from. */
export function companyTypeOptions(): { value: string; label: string }[] {
	return COMPANY_TYPES.map((value) => ({ value, label: TYPE_NAMES[value]() }));
}

/** Names behind the ids of a company. */
export interface CompanyNames {
	readonly owner?: string | null;
	readonly parent?: string | null;
}

/** The fields of a company's form, in their order. */
export function companyFields(names: CompanyNames = {}): FieldSpec[] {
	return [
		{
			name: 'name',
			label: m.people_name(),
			kind: 'text',
			isRequired: true,
			autocomplete: 'organization',
			isWide: true,
		},
		{ name: 'company_type', label: m.people_company_type(), kind: 'select', options: companyTypeOptions() },
		{ name: 'owner_id', label: m.people_owner(), kind: 'record', picks: 'user', pickedName: names.owner ?? null },
		{ name: 'domain', label: m.people_domain(), kind: 'text', help: m.people_domain_help() },
		{ name: 'email', label: m.people_email(), kind: 'email', autocomplete: 'email' },
		{ name: 'phone', label: m.people_phone(), kind: 'phone', autocomplete: 'tel' },
		{ name: 'industry', label: m.people_industry(), kind: 'text' },
		{ name: 'employee_count', label: m.people_employees(), kind: 'number' },
		{ name: 'annual_revenue', label: m.people_annual_revenue(), kind: 'number' },
		{ name: 'currency', label: m.people_currency(), kind: 'text', help: m.people_currency_help() },
		{ name: 'street', label: m.people_street(), kind: 'text' },
		{ name: 'postal_code', label: m.people_postal_code(), kind: 'text' },
		{ name: 'city', label: m.people_city(), kind: 'text' },
		{ name: 'country', label: m.people_country(), kind: 'text' },
		{
			name: 'parent_company_id',
			label: m.people_parent(),
			kind: 'record',
			picks: 'company',
			pickedName: names.parent ?? null,
		},
		{ name: 'external_key', label: m.people_external_key(), kind: 'text', help: m.people_external_key_help() },
	];
}
