import { valueName } from '#lib/filters/value-name.ts';
import { formatCount } from '#lib/format/count.ts';
import { formatDay } from '#lib/format/date.ts';
import type { Locale } from '#lib/format/locale.ts';
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
		case 'text':
			return valueName(column.name, String(value));
	}
}
