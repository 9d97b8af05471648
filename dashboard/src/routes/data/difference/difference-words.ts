import { formatMeasure } from '#lib/format/measure.ts';
import type { Locale } from '#lib/format/locale.ts';
import { formatPoints } from '#lib/format/percent.ts';
import { m } from '#lib/paraglide/messages.js';
import type { DifferencePage, FigureRow } from '#lib/server/difference.ts';

type FactId = DifferencePage['facts'][number]['fact'];
type RowChange = NonNullable<DifferencePage['detail']>['rows'][number]['change'];

const FACTS: Readonly<Record<FactId, () => string>> = {
	order_lines: m.snapshots_fact_order_lines,
	orders: m.snapshots_fact_orders,
	customers: m.snapshots_fact_customers,
	deals: m.snapshots_fact_deals,
	deal_stages: m.snapshots_fact_deal_stages,
	deal_stage_events: m.snapshots_fact_deal_stage_events,
	leads: m.snapshots_fact_leads,
	tickets: m.snapshots_fact_tickets,
	campaign_members: m.snapshots_fact_campaign_members,
	campaign_costs: m.snapshots_fact_campaign_costs,
	activities: m.snapshots_fact_activities,
	customer_scores: m.snapshots_fact_customer_scores,
	deal_scores: m.snapshots_fact_deal_scores,
};

const CHANGES: Readonly<Record<RowChange, () => string>> = {
	added: m.snapshots_row_added,
	removed: m.snapshots_row_removed,
	changed: m.snapshots_row_changed,
};

export const factName = (fact: FactId): string => FACTS[fact]();
export const changeName = (change: RowChange): string => CHANGES[change]();

/** A figure in its unit. */
export function figureText(value: number | null, row: FigureRow, currency: string, locale: Locale): string {
	return formatMeasure(value, { unit: row.unit, currency, locale });
}

/** A difference in the figure's unit, with its sign; of shares in points. */
export function differenceText(value: number | null, row: FigureRow, currency: string, locale: Locale): string {
	if (row.unit === 'ratio') return formatPoints(value, locale, { signed: true, digits: 2 });
	const text = figureText(value === null ? null : Math.abs(value), row, currency, locale);
	if (value === null || value === 0) return text;
	return `${value > 0 ? '+' : '−'}${text}`;
}

/** The address of the page with parts of it changed; an undefined part leaves it out. */
export function differenceHref(
	{ before, after }: Pick<DifferencePage, 'before' | 'after'>,
	part: { readonly metric?: string; readonly month?: string | null; readonly fact?: string } = {},
): string {
	const params = new URLSearchParams({ before: before.id, after: after.id });
	if (part.metric !== undefined) params.set('metric', part.metric);
	if (part.month !== undefined && part.month !== null) params.set('month', part.month);
	if (part.fact !== undefined) params.set('fact', part.fact);
	return `/data/difference?${params.toString()}${part.metric === undefined && part.fact === undefined ? '' : '#rows'}`;
}
