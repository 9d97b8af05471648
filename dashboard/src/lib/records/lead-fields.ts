import { m } from '#lib/paraglide/messages.js';
import { LEAD_STATUSES } from '#records/schema/sales.ts';
import type { LeadStatus } from '#records/schema/sales.ts';
import type { FieldSpec } from './field.ts';

const STATUS_NAMES: Readonly<Record<LeadStatus, () => string>> = {
	new: m.people_lead_new,
	working: m.people_lead_working,
	qualified: m.people_lead_qualified,
	converted: m.people_lead_converted,
	disqualified: m.people_lead_disqualified,
};

/** How far a lead has come, in the reader's language. */
export function leadStatusName(status: string): string {
	return STATUS_NAMES[status as LeadStatus]();
}

/** Every state of a lead. */
export function leadStatusOptions(): { value: LeadStatus; label: string }[] {
	return LEAD_STATUSES.map((value) => ({ value, label: STATUS_NAMES[value]() }));
}

/** The states that a person can put a lead in: converting alone makes it converted. */
export function openLeadStatusOptions(): { value: LeadStatus; label: string }[] {
	return leadStatusOptions().filter(({ value }) => value !== 'converted');
}

interface LeadNames {
	readonly owner?: string | null;
	readonly campaign?: string | null;
}

/** The fields of a lead's form, in their order; a converted one keeps its status. */
export function leadFields(names: LeadNames = {}, isConverted = false): FieldSpec[] {
	const status: FieldSpec = {
		name: 'status',
		label: m.people_status(),
		kind: 'select',
		options: openLeadStatusOptions(),
	};
	return [
		{ name: 'full_name', label: m.people_name(), kind: 'text', isRequired: true, autocomplete: 'name' },
		{ name: 'company_name', label: m.people_company(), kind: 'text', autocomplete: 'organization' },
		{ name: 'email', label: m.people_email(), kind: 'email', autocomplete: 'email' },
		{ name: 'phone', label: m.people_phone(), kind: 'phone', autocomplete: 'tel' },
		...(isConverted ? [] : [status]),
		{ name: 'source', label: m.people_source(), kind: 'text', help: m.people_source_help() },
		{ name: 'owner_id', label: m.people_owner(), kind: 'record', picks: 'user', pickedName: names.owner ?? null },
		{
			name: 'campaign_id',
			label: m.shell_kind_campaign(),
			kind: 'record',
			picks: 'campaign',
			pickedName: names.campaign ?? null,
		},
		{ name: 'amount', label: m.people_lead_amount(), kind: 'number' },
		{ name: 'currency', label: m.people_currency(), kind: 'text', help: m.people_currency_help() },
		{ name: 'country', label: m.people_country(), kind: 'text' },
		{ name: 'note', label: m.people_note(), kind: 'long-text' },
	];
}
