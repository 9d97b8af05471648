import { valueName } from '#lib/filters/value-name.ts';
import { formatCount } from '#lib/format/count.ts';
import { formatDay } from '#lib/format/date.ts';
import type { Locale } from '#lib/format/locale.ts';
import { formatMeasure } from '#lib/format/measure.ts';
import { formatMoney } from '#lib/format/money.ts';
import { m } from '#lib/paraglide/messages.js';
import type { RowsPage } from '#lib/server/rows.ts';

export type BehindColumn = RowsPage['columns'][number];
type BehindRow = RowsPage['rows'][number];

const LABELS: Readonly<Record<string, () => string>> = {
	ordered_on: m.overview_column_ordered_on,
	order_id: m.overview_column_order_id,
	customer_id: m.overview_column_customer_id,
	product_name: m.overview_column_product_name,
	line_kind: m.overview_column_line_kind,
	order_kind: m.overview_column_order_kind,
	country: m.overview_column_country,
	quantity: m.overview_column_quantity,
	unit_price: m.overview_column_unit_price,
	amount_base: m.overview_column_amount_base,
	cost_base: m.overview_column_cost_base,
	lines_count: m.overview_column_lines_count,
	sales_base: m.overview_column_sales_base,
	returns_base: m.overview_column_returns_base,
	net_base: m.overview_column_net_base,
	first_order_on: m.overview_column_first_order_on,
	first_on: m.overview_column_first_on,
	last_on: m.overview_column_last_on,
	orders_count: m.overview_column_orders_count,
	opened_on: m.overview_column_opened_on,
	closed_on: m.overview_column_closed_on,
	expected_close_on: m.overview_column_expected_close_on,
	deal_id: m.overview_column_deal_id,
	owner: m.overview_column_owner,
	product: m.overview_column_product,
	stage: m.overview_column_stage,
	outcome: m.overview_column_outcome,
	weighted_base: m.overview_column_weighted_base,
	cycle_days: m.overview_column_cycle_days,
	entered_on: m.overview_column_entered_on,
	left_on: m.overview_column_left_on,
	next_stage: m.overview_column_next_stage,
	days_in_stage: m.overview_column_days_in_stage,
	is_skipped: m.overview_column_is_skipped,
	is_passed: m.overview_column_is_passed,
	created_on: m.overview_column_created_on,
	lead_id: m.overview_column_lead_id,
	status: m.overview_column_status,
	source: m.overview_column_source,
	campaign: m.overview_column_campaign,
	is_converted: m.overview_column_is_converted,
	first_response_on: m.overview_column_first_response_on,
	resolved_on: m.overview_column_resolved_on,
	satisfaction_on: m.overview_column_satisfaction_on,
	ticket_id: m.overview_column_ticket_id,
	priority: m.overview_column_priority,
	ticket_type: m.overview_column_ticket_type,
	channel: m.overview_column_channel,
	first_response_minutes: m.overview_column_first_response_minutes,
	resolution_minutes: m.overview_column_resolution_minutes,
	satisfaction: m.overview_column_satisfaction,
	sent_on: m.overview_column_sent_on,
	responded_on: m.overview_column_responded_on,
	campaign_member_id: m.overview_column_campaign_member_id,
	spent_on: m.overview_column_spent_on,
	campaign_type: m.overview_column_campaign_type,
	segment: m.overview_column_segment,
	expected_revenue: m.overview_column_expected_revenue,
	value_at_risk: m.overview_column_value_at_risk,
	expected_base: m.overview_column_expected_base,
};

/** Said by another column: the price carries its currency, the product its number where it has no name. */
const FOLDED = new Set(['currency', 'product_id']);

/** The columns that the page shows. */
export function shownColumns(columns: readonly BehindColumn[]): BehindColumn[] {
	return columns.filter(({ name }) => !FOLDED.has(name));
}

/** A column's head in the reader's language. */
export function columnLabel(name: string): string {
	return LABELS[name]?.() ?? name;
}

/** A cell in the reader's language; a dash where there is nothing. */
export function cellText(column: BehindColumn, row: BehindRow, base: string, locale: Locale): string {
	const value = row[column.name] ?? (column.name === 'product_name' ? row.product_id : null) ?? null;
	if (value === null) return '–';
	switch (column.type) {
		case 'day':
			return formatDay(String(value), locale);
		case 'count':
			return formatCount(Number(value), locale);
		case 'money':
			return formatMoney(Number(value), base, locale);
		case 'price':
			return formatMoney(Number(value), String(row.currency ?? base), locale);
		case 'days':
		case 'minutes':
			return formatMeasure(Number(value), { unit: column.type, currency: base, locale });
		case 'flag':
			return value === true ? m.overview_rows_yes() : m.overview_rows_no();
		case 'text':
			return valueName(column.name, String(value));
	}
}
