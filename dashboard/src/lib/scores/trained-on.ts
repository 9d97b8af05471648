import { formatCount } from '#lib/format/count.ts';
import type { Locale } from '#lib/format/locale.ts';
import { m } from '#lib/paraglide/messages.js';

const ROWS: Readonly<Record<string, typeof m.models_rows_rows>> = {
	'customer-value': m.models_rows_customers,
	'rfm-segments': m.models_rows_customers,
	'deal-win': m.models_rows_deals,
	'revenue-forecast': m.models_rows_buckets,
};

/** How many of what a model has seen: `4,804 customers`. */
export function rowsOf(model: string, rows: number, locale: Locale): string {
	return (ROWS[model] ?? m.models_rows_rows)({ count: rows, rows: formatCount(rows, locale) });
}
