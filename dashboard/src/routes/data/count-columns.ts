import type { TableColumn } from '#lib/components/data-table.ts';
import { formatCount } from '#lib/format/count.ts';
import type { Locale } from '#lib/format/locale.ts';
import { m } from '#lib/paraglide/messages.js';
import type { RowCounts } from '#lib/server/runs.ts';

/** The columns read = loaded + unchanged + quarantined; a dash where nothing was counted. */
export function countColumns<Row>(countsOf: (row: Row) => RowCounts | null, locale: Locale): TableColumn<Row>[] {
	const labels = {
		read: m.data_read,
		loaded: m.data_loaded,
		unchanged: m.data_unchanged,
		quarantined: m.data_quarantined,
	};
	return (Object.keys(labels) as (keyof RowCounts)[]).map((key) => ({
		key,
		label: labels[key](),
		text: (row) => formatCount(countsOf(row)?.[key] ?? null, locale),
		align: 'end',
		hint: m.data_read_hint(),
		phone: key === 'unchanged' ? 'hidden' : 'detail',
	}));
}
