import { m } from '#lib/paraglide/messages.js';
import { forecastCategoryOptions, lossReasonOptions } from './deal-words.ts';
import type { FieldOption, FieldSpec } from './field.ts';

/** Names behind the ids of a deal. */
export interface DealNames {
	readonly owner?: string | null;
	readonly company?: string | null;
	readonly contact?: string | null;
	readonly campaign?: string | null;
}

/** What a deal's form asks for, beside what every deal's does. */
interface DealFormKind {
	/** Whether the amount is typed: lines come to it themselves. */
	readonly hasAmount?: boolean;
	/** Whether it was lost, for some reason. */
	readonly isLost?: boolean;
	/** The stages that a new deal can begin in. */
	readonly stages?: readonly FieldOption[];
}

/** The fields of a deal's form, in their order. */
export function dealFields(names: DealNames = {}, kind: DealFormKind = {}): FieldSpec[] {
	const { hasAmount = true, isLost = false, stages = [] } = kind;
	const none = { value: '', label: m.deals_not_given() };
	const fields: (FieldSpec | false)[] = [
		{ name: 'name', label: m.people_name(), kind: 'text', isRequired: true, isWide: true },
		{
			name: 'company_id',
			label: m.people_company(),
			kind: 'record',
			picks: 'company',
			pickedName: names.company ?? null,
		},
		{
			name: 'contact_id',
			label: m.people_contact(),
			kind: 'record',
			picks: 'contact',
			pickedName: names.contact ?? null,
		},
		stages.length > 0 && { name: 'stage_id', label: m.deals_stage(), kind: 'select', options: stages },
		{ name: 'owner_id', label: m.people_owner(), kind: 'record', picks: 'user', pickedName: names.owner ?? null },
		hasAmount && { name: 'amount', label: m.people_lead_amount(), kind: 'number', help: m.deals_amount_help() },
		{ name: 'currency', label: m.people_currency(), kind: 'text', isRequired: true, help: m.people_currency_help() },
		{ name: 'expected_close_on', label: m.people_expected_close(), kind: 'day' },
		{
			name: 'forecast_category',
			label: m.deals_forecast(),
			kind: 'select',
			options: [none, ...forecastCategoryOptions()],
		},
		{ name: 'next_step', label: m.deals_next_step(), kind: 'text', isWide: true },
		isLost && { name: 'loss_reason', label: m.deals_loss_reason(), kind: 'select', options: lossReasonOptions() },
		{ name: 'opened_on', label: m.deals_opened_on(), kind: 'day' },
		{ name: 'source', label: m.people_source(), kind: 'text', help: m.people_source_help() },
		{
			name: 'campaign_id',
			label: m.shell_kind_campaign(),
			kind: 'record',
			picks: 'campaign',
			pickedName: names.campaign ?? null,
		},
		{ name: 'external_key', label: m.people_external_key(), kind: 'text' },
	];
	return fields.filter((field) => field !== false);
}

/** Everything of a deal that its history names: its form's fields, and what moving it changes. */
export function dealHistoryFields(stages: readonly FieldOption[]): FieldSpec[] {
	return dealFields({}, { isLost: true, stages });
}
