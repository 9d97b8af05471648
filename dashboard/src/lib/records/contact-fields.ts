import { m } from '#lib/paraglide/messages.js';
import type { FieldSpec } from './field.ts';

/** The fields of a contact's form that hold one value each; addresses, numbers and companies are lists of their own. */
export function contactFields(names: { readonly owner?: string | null } = {}): FieldSpec[] {
	return [
		{ name: 'first_name', label: m.people_first_name(), kind: 'text', autocomplete: 'given-name' },
		{ name: 'last_name', label: m.people_last_name(), kind: 'text', autocomplete: 'family-name' },
		{ name: 'job_title', label: m.people_job_title(), kind: 'text' },
		{ name: 'language', label: m.people_language(), kind: 'text', help: m.people_language_help() },
		{ name: 'owner_id', label: m.people_owner(), kind: 'record', picks: 'user', pickedName: names.owner ?? null },
		{ name: 'street', label: m.people_street(), kind: 'text' },
		{ name: 'postal_code', label: m.people_postal_code(), kind: 'text' },
		{ name: 'city', label: m.people_city(), kind: 'text' },
		{ name: 'country', label: m.people_country(), kind: 'text' },
		{ name: 'external_key', label: m.people_external_key(), kind: 'text', help: m.people_external_key_help() },
	];
}
