import { m } from '#lib/paraglide/messages.js';
import type { RecordedChange } from '#records/changes/recorded-change.ts';
import type { ChangeAction } from '#records/schema/changes.ts';
import { fieldText } from './field.ts';
import type { FieldSpec } from './field.ts';

/** A change as people read it: what was done, and each field from what to what. */
export interface ChangeWords {
	readonly title: string;
	readonly lines: readonly string[];
}

const ACTIONS: Readonly<Record<ChangeAction, () => string>> = {
	create: m.records_change_created,
	update: m.records_change_updated,
	delete: m.records_change_deleted,
	restore: m.records_change_restored,
};

/** What belongs to a record and changes with it. */
const PARTS: Readonly<Record<string, () => string>> = {
	contact_points: m.records_part_contact_points,
	company_contacts: m.records_part_company_contacts,
	consent_events: m.records_part_consent_events,
	deal_lines: m.records_part_deal_lines,
	ticket_messages: m.records_part_ticket_messages,
	campaign_costs: m.records_part_campaign_costs,
};

function valueText(field: FieldSpec, value: unknown): string {
	if (value === null || value === undefined || value === '') return m.records_conflict_empty();
	// An id says nothing to people.
	if (field.kind === 'record') return m.records_change_other();
	return field.options?.find((option) => option.value === value)?.label ?? fieldText(value);
}

/** What a change did, in words; null for one that changed nothing people know a name for. */
export function describeChange(change: RecordedChange, fields: readonly FieldSpec[]): ChangeWords | null {
	const title = ACTIONS[change.action]();
	const part = PARTS[change.table];
	if (part !== undefined) return { title: `${part()}: ${title}`, lines: [] };
	if (change.action !== 'update') return { title, lines: [] };
	const lines = fields
		.filter(({ name }) => change.after !== null && name in change.after)
		.map(
			(field) =>
				`${field.label}: ${valueText(field, change.before?.[field.name])} → ${valueText(field, change.after?.[field.name])}`,
		);
	return lines.length === 0 ? null : { title, lines };
}

/** The changes that people want to read: what was made along with a record is no news beside its making. */
export function newsOf(changes: readonly RecordedChange[]): RecordedChange[] {
	const made = new Set(
		changes.filter(({ action, table }) => action === 'create' && !(table in PARTS)).map(({ batchId }) => batchId),
	);
	return changes.filter(({ table, batchId }) => !(table in PARTS && made.has(batchId)));
}
