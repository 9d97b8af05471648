import { m } from '#lib/paraglide/messages.js';
import { campaignStatusOptions, campaignTypeOptions } from './campaign-words.ts';
import type { FieldSpec } from './field.ts';

/** The fields of a campaign's form, in their order. */
export function campaignFields(names: { readonly owner?: string | null } = {}): FieldSpec[] {
	return [
		{ name: 'name', label: m.people_name(), kind: 'text', isRequired: true, isWide: true },
		{ name: 'campaign_type', label: m.service_campaign_type(), kind: 'select', options: campaignTypeOptions() },
		{ name: 'status', label: m.service_status(), kind: 'select', options: campaignStatusOptions() },
		{ name: 'starts_on', label: m.service_starts_on(), kind: 'day' },
		{ name: 'ends_on', label: m.service_ends_on(), kind: 'day' },
		{ name: 'budget', label: m.service_budget(), kind: 'number' },
		{ name: 'currency', label: m.people_currency(), kind: 'text', help: m.people_currency_help() },
		{ name: 'owner_id', label: m.people_owner(), kind: 'record', picks: 'user', pickedName: names.owner ?? null },
		{ name: 'external_key', label: m.people_external_key(), kind: 'text' },
		{ name: 'description', label: m.service_campaign_description(), kind: 'long-text' },
	];
}
