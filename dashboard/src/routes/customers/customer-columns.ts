import type { TableColumn } from '#lib/components/data-table.ts';
import { valueName } from '#lib/filters/value-name.ts';
import { formatCount } from '#lib/format/count.ts';
import { formatDay } from '#lib/format/date.ts';
import type { Locale } from '#lib/format/locale.ts';
import { formatMoneyRounded } from '#lib/format/money.ts';
import { formatPercent } from '#lib/format/percent.ts';
import { m } from '#lib/paraglide/messages.js';
import { statusName } from '#lib/scores/score-chips.ts';
import { segmentName } from '#lib/scores/words.ts';
import type { CustomersPage } from '#lib/server/customers.ts';

type Row = CustomersPage['rows'][number];
type Column = TableColumn<Row>;

interface Writing {
	readonly currency: string;
	readonly locale: Locale;
	/** The net revenue that fills a bar. */
	readonly largest: number;
}

const FIGURE = { align: 'end', isSortable: true, phone: 'hidden' } as const;

/** The columns of the list of customers; where the snapshot has scores, these take the place of what tells least. */
export function customerColumns(isScored: boolean, writing: Writing): Column[] {
	const { currency, locale, largest } = writing;
	return [
		{
			key: 'name',
			label: m.customers_name(),
			text: (row) => row.name ?? row.customer_id,
			isSortable: true,
			phone: 'title',
			maxWidth: isScored ? 30 : 36,
		},
		...(isScored
			? []
			: [
					{
						key: 'customer_id',
						label: m.customers_id(),
						text: (row) => row.customer_id,
						phone: 'hidden',
					} satisfies Column,
				]),
		{
			key: 'customer_kind',
			label: m.customers_kind(),
			text: (row) => valueName('customer_kind', row.customer_kind),
			isSortable: true,
			phone: 'hidden',
		},
		{
			key: 'country',
			label: m.customers_country(),
			text: (row) => valueName('country', row.country),
			isSortable: true,
			phone: 'detail',
		},
		...(isScored ? scoreColumns(writing) : orderColumns(writing)),
		{
			key: 'orders_count',
			label: m.customers_orders(),
			text: (row) => formatCount(row.orders_count, locale),
			...FIGURE,
		},
		{
			key: 'last_order_on',
			label: m.customers_last_order(),
			text: (row) => formatDay(row.last_order_on, locale),
			...FIGURE,
			phone: 'detail',
		},
		{
			key: 'net_revenue',
			label: m.customers_revenue(),
			text: (row) => formatMoneyRounded(row.net_revenue, currency, locale),
			...(isScored ? {} : { share: (row: Row) => Math.max(0, row.net_revenue) / largest }),
			...FIGURE,
			phone: 'figure',
		},
	];
}

function orderColumns({ currency, locale }: Writing): Column[] {
	return [
		{
			key: 'average_order_value',
			label: m.customers_average(),
			text: (row) => formatMoneyRounded(row.average_order_value, currency, locale),
			...FIGURE,
		},
		{
			key: 'first_order_on',
			label: m.customers_first_order(),
			text: (row) => formatDay(row.first_order_on, locale),
			...FIGURE,
		},
	];
}

/** Where nothing can be expected of somebody, the reason stands in the figure's place. */
function scoreColumns({ currency, locale }: Writing): Column[] {
	const reason = ({ score_status: status }: Row): string =>
		status === null || status === 'scored' ? '–' : statusName(status);
	return [
		{
			key: 'segment',
			label: m.scores_segment(),
			text: (row) => (row.segment === null ? '–' : segmentName(row.segment)),
			phone: 'detail',
		},
		{
			key: 'p_alive',
			label: m.scores_p_alive(),
			hint: m.scores_p_alive_hint(),
			text: (row) => formatPercent(row.p_alive, locale, { digits: 0 }),
			...FIGURE,
			phone: 'detail',
		},
		{
			key: 'expected_revenue',
			label: m.scores_expected_revenue(),
			hint: m.scores_expected_revenue_hint(),
			text: (row) =>
				row.expected_revenue === null ? reason(row) : formatMoneyRounded(row.expected_revenue, currency, locale),
			...FIGURE,
		},
		{
			key: 'value_at_risk',
			label: m.scores_value_at_risk(),
			hint: m.scores_value_at_risk_hint(),
			text: (row) => formatMoneyRounded(row.value_at_risk, currency, locale),
			...FIGURE,
		},
	];
}
