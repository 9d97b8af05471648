import type { RecordColumns } from '../schema/columns.ts';
import type { RecordsSchema } from '../schema.ts';

/** The tables whose every write leaves a row in `changes`. */
export type TrackedTable = {
	[Table in keyof RecordsSchema]: RecordsSchema[Table] extends RecordColumns ? Table : never;
}[keyof RecordsSchema];

/** The column that tells a table's records apart. */
export const KEY_COLUMNS = {
	users: 'user_id',
	overrides: 'override_id',
	tags: 'tag_id',
	taggings: 'tagging_id',
	companies: 'company_id',
	contacts: 'contact_id',
	contact_points: 'contact_point_id',
	company_contacts: 'company_contact_id',
	consent_events: 'consent_event_id',
	activities: 'activity_id',
	products: 'product_id',
	sales_pipelines: 'sales_pipeline_id',
	stages: 'stage_id',
	leads: 'lead_id',
	deals: 'deal_id',
	deal_lines: 'deal_line_id',
	deal_stage_events: 'deal_stage_event_id',
	tickets: 'ticket_id',
	ticket_messages: 'ticket_message_id',
	campaigns: 'campaign_id',
	campaign_members: 'campaign_member_id',
	campaign_costs: 'campaign_cost_id',
	lists: 'list_id',
} as const satisfies { [Table in TrackedTable]: keyof RecordsSchema[Table] };

export type KeyColumn<Table extends TrackedTable> = (typeof KEY_COLUMNS)[Table];

/** A record as it stands in its table. */
export type RecordRow<Table extends TrackedTable> = RecordsSchema[Table];

/** The columns of a record that are written by whoever changes it: all but its key and what every record carries. */
type OwnColumns<Table extends TrackedTable> = Omit<RecordsSchema[Table], keyof RecordColumns | KeyColumn<Table>>;

type NullableColumn<Row> = { [Column in keyof Row]: null extends Row[Column] ? Column : never }[keyof Row];

/** What a new record is made of; columns that may be null can be left out. */
export type NewRecord<Table extends TrackedTable> = Omit<OwnColumns<Table>, NullableColumn<OwnColumns<Table>>> & {
	readonly [Column in NullableColumn<OwnColumns<Table>>]?: OwnColumns<Table>[Column] | undefined;
};

/** What changes of a record; columns that are left out (or undefined) stay as they are. */
export type RecordPatch<Table extends TrackedTable> = {
	readonly [Column in keyof OwnColumns<Table>]?: OwnColumns<Table>[Column] | undefined;
};

/** The record of a table that a change is about. */
export interface RecordReference {
	readonly table: TrackedTable;
	readonly id: string;
}

/** A record's columns without its key and what every record carries: what is kept of it when it is made. */
export const KEPT_APART: ReadonlySet<string> = new Set(['version', 'created_at', 'updated_at', 'deleted_at']);
