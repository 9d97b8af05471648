import type { ViewOptions } from '#lib/filters/view-state.ts';
import { scoreParams } from '#lib/scores/score-filters.ts';
import type { ScoreFilters } from '#lib/scores/score-filters.ts';

const SORTS = [
	'net_revenue',
	'orders_count',
	'average_order_value',
	'last_order_on',
	'first_order_on',
	'name',
	'country',
	'customer_kind',
	'p_alive',
	'expected_revenue',
	'value_at_risk',
];

/** What the list can be sorted by, that it begins with the largest customers, and the filters that its addresses keep. */
export function customersView(filters: ScoreFilters): ViewOptions {
	return { sorts: SORTS, kept: scoreParams(filters) };
}
