import { m } from '#lib/paraglide/messages.js';
import type { ImportProblem } from '#lib/server/records/import.ts';
import type { IssueCode } from '#records/input/issues.ts';
import type { RejectedRow } from '#records/import/import-row.ts';
import type { ImportMode, ImportsTable } from '#records/schema/marketing.ts';
import { issueText } from './issue-text.ts';

const ENTITIES: Readonly<Record<ImportsTable['entity'], () => string>> = {
	companies: m.shell_nav_companies,
	contacts: m.shell_nav_contacts,
	leads: m.shell_nav_leads,
	deals: m.shell_kinds_deal,
};

/** What is imported, in the reader's language. */
export function importEntityName(entity: ImportsTable['entity']): string {
	return ENTITIES[entity]();
}

const MODES: Readonly<Record<ImportMode, () => string>> = {
	both: m.import_mode_both,
	create: m.import_mode_create,
	update: m.import_mode_update,
};

/** What an import does with rows, in the reader's language. */
export function importModeName(mode: ImportMode): string {
	return MODES[mode]();
}

const FIELDS: Readonly<Record<string, () => string>> = {
	name: m.people_name,
	full_name: m.people_name,
	first_name: m.people_first_name,
	last_name: m.people_last_name,
	company_type: m.people_company_type,
	domain: m.people_domain,
	email: m.people_email,
	email_2: m.import_field_email_2,
	phone: m.people_phone,
	mobile: m.import_field_mobile,
	industry: m.people_industry,
	employee_count: m.people_employees,
	annual_revenue: m.people_annual_revenue,
	currency: m.people_currency,
	street: m.people_street,
	postal_code: m.people_postal_code,
	city: m.people_city,
	region: m.import_field_region,
	country: m.people_country,
	job_title: m.people_job_title,
	language: m.people_language,
	lifecycle_stage: m.import_field_lifecycle_stage,
	role: m.people_role,
	company: m.people_company,
	company_name: m.people_company,
	contact: m.people_contact,
	owner: m.people_owner,
	status: m.people_status,
	source: m.people_source,
	amount: m.people_lead_amount,
	note: m.people_note,
	external_key: m.people_external_key,
	created_on: m.people_created,
	created_at: m.people_created,
	stage: m.import_field_stage,
	expected_close_on: m.people_expected_close,
	opened_on: m.import_field_opened_on,
	closed_on: m.import_field_closed_on,
	next_step: m.import_field_next_step,
	loss_reason: m.import_field_loss_reason,
	parent: m.people_parent,
	parent_company: m.people_parent,
};

/** A field that a column fills, in the reader's language; its own name where there is no word for it. */
export function importFieldName(field: string): string {
	return FIELDS[field]?.() ?? field;
}

const REASONS: Readonly<Record<string, (message: string) => string>> = {
	no_match: () => m.import_reason_no_match(),
	exists: () => m.import_reason_exists(),
	ambiguous: () => m.import_reason_ambiguous(),
	repeated: (message) => m.import_reason_repeated({ line: message }),
	ragged: () => m.import_reason_ragged(),
};

/** Why a row was refused, in a sentence. */
export function rejectText({ reason, message }: Pick<RejectedRow, 'reason' | 'message'>): string {
	return REASONS[reason]?.(message) ?? issueText({ code: reason as IssueCode, params: {} });
}

const PROBLEMS: Readonly<Record<ImportProblem['problem'], () => string>> = {
	no_file: m.import_problem_no_file,
	empty: m.import_problem_empty,
	too_large: m.import_problem_too_large,
	not_text: m.import_problem_not_text,
	no_rows: m.import_problem_no_rows,
	repeated_column: m.import_problem_repeated_column,
	broken: m.import_problem_broken,
	mapping: m.import_problem_mapping,
	match_field: m.import_problem_match_field,
};

/** Why a file cannot be imported, in a sentence. */
export function importProblemText({ problem }: Pick<ImportProblem, 'problem'>): string {
	return PROBLEMS[problem]();
}
