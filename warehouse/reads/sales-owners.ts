import type { Connection } from '../database.ts';
import type { MetricId } from '../metrics/catalog.ts';
import type { Slice } from '../metrics/request.ts';
import { readFigures } from './figures.ts';
import type { Scope } from './scope.ts';

const FIGURES = [
	'won_revenue',
	'deals_won',
	'deals_lost',
	'win_rate',
	'average_deal_size',
	'sales_cycle_days',
	'open_deals',
	'open_pipeline',
	'weighted_pipeline',
] as const satisfies readonly MetricId[];

/** What one owner, team, office or manager sold in the period and has open now; metrics of the catalogue by their ids. */
export interface SalesGroup extends Readonly<Record<(typeof FIGURES)[number], number | null>> {
	/** Null for deals without one. */
	readonly value: string | null;
}

export type SalesGrouping = 'owner' | 'manager' | 'team' | 'office' | 'product' | 'source';

/**
 * Sales by owner or another grouping: what closed in the period of the scope, and what is open as of the snapshot.
 * Most won revenue first, then most open.
 * @param scope filtered by what `filterableBy('sales')` gives
 */
export async function salesBy(db: Connection, grouping: SalesGrouping, scope: Scope): Promise<SalesGroup[]> {
	const slice: Slice = { by: [grouping], grain: null, ...scope.days, filter: scope.filter };
	const found = await readFigures(db, FIGURES, slice, scope.facts);
	const groups = found.map(({ group, values }) => {
		const value = group[grouping] ?? null;
		return { value: value === null ? null : String(value), ...values };
	});
	return groups.sort(
		(a, b) =>
			(b.won_revenue ?? 0) - (a.won_revenue ?? 0) ||
			(b.open_pipeline ?? 0) - (a.open_pipeline ?? 0) ||
			((a.value ?? '￿') < (b.value ?? '￿') ? -1 : 1),
	);
}
