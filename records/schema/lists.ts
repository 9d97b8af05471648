import type { Instant, RecordColumns } from './columns.ts';

/** Which side of the comparison somebody is on: who is written to, or who is left alone to compare with. */
export const LIST_ARMS = ['treatment', 'holdout'] as const;
export type ListArm = (typeof LIST_ARMS)[number];

/** Why a customer who fits a list is not in its file, in the order in which it is asked: the first that holds counts. */
export const LEFT_OUT_REASONS = [
	'excluded_list',
	'no_contact',
	'no_address',
	'denied',
	'withdrawn',
	'no_consent',
	'unproven',
	'refused_at_address',
	'suppressed',
	'same_address',
	'holdout',
] as const;
export type LeftOutReason = (typeof LEFT_OUT_REASONS)[number];

/** Columns that a file may have beside those that its channel needs. */
export const LIST_COLUMNS = [
	'first_name',
	'last_name',
	'company',
	'language',
	'country',
	'customer_kind',
	'orders_count',
	'net_revenue',
	'last_order_on',
	'segment',
	'p_alive',
	'expected_revenue',
	'value_at_risk',
] as const;
export type ListColumn = (typeof LIST_COLUMNS)[number];

export const LIST_FORMATS = ['csv', 'xlsx', 'parquet'] as const;
export type ListFormat = (typeof LIST_FORMATS)[number];

/** A target list: who is meant, how they are reached and what for. */
export interface ListsTable extends RecordColumns {
	list_id: string;
	name: string;
	description: string | null;
	/** JSON, a `ListDefinition`. */
	definition: string;
}

/** Who was drawn for which arm of a list, once and for ever: neither undo nor a deletion takes it back. */
export interface ListMembersTable {
	list_id: string;
	/** As the snapshot called them then. */
	customer_id: string;
	/** Whom of the customer the list reached. */
	contact_id: string;
	arm: ListArm;
	/** What the draw told apart: segment and third of value, or country and kind. */
	stratum: string;
	assigned_at: Instant;
}

/** Who stands in a file that left: a consent that is taken back later tells which files hold the person. */
export interface ExportRecipientsTable {
	export_id: string;
	customer_id: string;
	contact_id: string;
}

/** An address that a source says must not be written to. Several generations stand while one takes the other's place. */
export interface SuppressionsTable {
	kind: 'email' | 'phone';
	/** As matching compares addresses. */
	address_key: string;
	/** `*` for every channel that reaches it. */
	channel: string;
	generation: number;
}

/** When the addresses of sources were brought in, and what they were made from. */
export interface SuppressionLoadsTable {
	generation: number;
	version: string;
	rows: number;
	began_at: Instant;
	/** Null while they are brought in. */
	ended_at: Instant | null;
}
