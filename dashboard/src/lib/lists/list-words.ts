import { m } from '#lib/paraglide/messages.js';
import type { ListVerdict } from '#actions/list-result.ts';
import type { LeftOutReason, ListFormat } from '#records/schema/lists.ts';

const REASONS: Readonly<Record<LeftOutReason, readonly [name: () => string, why: () => string]>> = {
	excluded_list: [m.lists_reason_excluded_list, m.lists_why_excluded_list],
	no_contact: [m.lists_reason_no_contact, m.lists_why_no_contact],
	no_address: [m.lists_reason_no_address, m.lists_why_no_address],
	denied: [m.lists_reason_denied, m.lists_why_denied],
	withdrawn: [m.lists_reason_withdrawn, m.lists_why_withdrawn],
	no_consent: [m.lists_reason_no_consent, m.lists_why_no_consent],
	unproven: [m.lists_reason_unproven, m.lists_why_unproven],
	refused_at_address: [m.lists_reason_refused_at_address, m.lists_why_refused_at_address],
	suppressed: [m.lists_reason_suppressed, m.lists_why_suppressed],
	same_address: [m.lists_reason_same_address, m.lists_why_same_address],
	holdout: [m.lists_reason_holdout, m.lists_why_holdout],
};

const COLUMNS: Readonly<Record<string, () => string>> = {
	customer_id: m.lists_column_customer_id,
	name: m.lists_column_full_name,
	email: m.lists_column_email,
	phone: m.lists_column_phone,
	street: m.lists_column_street,
	postal_code: m.lists_column_postal_code,
	city: m.lists_column_city,
	first_name: m.lists_column_first_name,
	last_name: m.lists_column_last_name,
	company: m.lists_column_company,
	language: m.lists_column_language,
	country: m.lists_column_country,
	customer_kind: m.lists_column_customer_kind,
	orders_count: m.lists_column_orders_count,
	net_revenue: m.lists_column_net_revenue,
	last_order_on: m.lists_column_last_order_on,
	segment: m.lists_column_segment,
	p_alive: m.lists_column_p_alive,
	expected_revenue: m.lists_column_expected_revenue,
	value_at_risk: m.lists_column_value_at_risk,
};

const VERDICTS: Readonly<Record<ListVerdict, () => string>> = {
	no_export: m.lists_verdict_no_export,
	no_days: m.lists_verdict_no_days,
	no_holdout: m.lists_verdict_no_holdout,
	too_few: m.lists_verdict_too_few,
	no_difference: m.lists_verdict_no_difference,
	more: m.lists_verdict_more,
	fewer: m.lists_verdict_fewer,
};

/** Formats as their users call them. */
export const FORMAT_NAMES: Readonly<Record<ListFormat, string>> = {
	csv: 'CSV',
	xlsx: 'Excel (XLSX)',
	parquet: 'Parquet',
};

/** Why somebody is left out, in a few words. */
export function reasonName(reason: LeftOutReason): string {
	return REASONS[reason][0]();
}

/** Why somebody is left out, and what it means, in a sentence. */
export function reasonText(reason: LeftOutReason): string {
	return REASONS[reason][1]();
}

/** A column of the file, in the reader's language. */
export function columnName(column: string): string {
	return COLUMNS[column]?.() ?? column;
}

/** What can be said of a list that was used. */
export function verdictText(verdict: ListVerdict): string {
	return VERDICTS[verdict]();
}
