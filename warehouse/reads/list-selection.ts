import { join, sql, unsafe } from '../query.ts';
import type { Sql } from '../query.ts';

/** Limits include their ends; null and empty ones let everybody through. Null among picked values is "has none". */
export interface SelectionFilters {
	readonly attributes: { readonly countries: readonly (string | null)[]; readonly kinds: readonly (string | null)[] };
	readonly behaviour: {
		readonly min_orders: number | null;
		readonly max_orders: number | null;
		readonly min_revenue: number | null;
		readonly max_revenue: number | null;
		readonly min_days_since_last_order: number | null;
		readonly max_days_since_last_order: number | null;
		readonly first_order_from: string | null;
		readonly first_order_to: string | null;
		readonly categories: readonly string[];
		readonly products: readonly string[];
	};
	readonly scores: {
		readonly segments: readonly string[];
		readonly statuses: readonly string[];
		readonly min_p_alive: number | null;
		readonly max_p_alive: number | null;
		readonly min_expected_revenue: number | null;
		readonly max_expected_revenue: number | null;
		readonly min_value_at_risk: number | null;
		readonly max_value_at_risk: number | null;
	};
}

/** Customers by filters, with those of other selections added and taken away. */
export interface Selection {
	/** Null lets nobody through. */
	readonly filters: SelectionFilters | null;
	readonly include: readonly Selection[];
	/** Taken away: whoever fits now, and whoever is named. */
	readonly exclude: readonly (Selection & { readonly customerIds: readonly string[] })[];
}

function oneOf(column: string, values: readonly (string | null)[]): Sql[] {
	if (values.length === 0) return [];
	const known = values.filter((value) => value !== null);
	const isOne = sql`${unsafe(column)} in (${join(known.map((value) => sql`${value}`))})`;
	if (known.length === values.length) return [isOne];
	const isNone = sql`${unsafe(column)} is null`;
	return [known.length === 0 ? isNone : sql`(${isOne} or ${isNone})`];
}

function between(column: string, least: number | null, most: number | null): Sql[] {
	return [
		...(least === null ? [] : [sql`${unsafe(column)} >= ${least}`]),
		...(most === null ? [] : [sql`${unsafe(column)} <= ${most}`]),
	];
}

function boughtSql(column: string, values: readonly string[]): Sql[] {
	if (values.length === 0) return [];
	return [
		sql`customer_id in (select customer_id from fct_order_lines
			where line_kind = 'sale' and ${join(oneOf(column, values))})`,
	];
}

function customerConditions({ attributes, behaviour }: SelectionFilters): Sql[] {
	const daysSince = "datediff('day', last_order_on, (select as_of from snapshot_info))";
	const { first_order_from, first_order_to } = behaviour;
	return [
		...oneOf('country', attributes.countries),
		...oneOf('customer_kind', attributes.kinds),
		...between('orders_count', behaviour.min_orders, behaviour.max_orders),
		...between('net_revenue', behaviour.min_revenue, behaviour.max_revenue),
		...between(daysSince, behaviour.min_days_since_last_order, behaviour.max_days_since_last_order),
		...(first_order_from === null ? [] : [sql`first_order_on >= cast(${first_order_from} as date)`]),
		...(first_order_to === null ? [] : [sql`first_order_on <= cast(${first_order_to} as date)`]),
		...boughtSql('category', behaviour.categories),
		...boughtSql('product_id', behaviour.products),
	];
}

function scoreConditions({ scores }: SelectionFilters): Sql[] {
	return [
		...oneOf('segment', scores.segments),
		...oneOf('status', scores.statuses),
		...between('p_alive', scores.min_p_alive, scores.max_p_alive),
		...between('expected_revenue', scores.min_expected_revenue, scores.max_expected_revenue),
		...between('value_at_risk', scores.min_value_at_risk, scores.max_value_at_risk),
	];
}

/** Whether a selection asks for scores, itself or through another one. */
export function asksForScores(selection: Selection): boolean {
	const others = [...selection.include, ...selection.exclude];
	return (
		(selection.filters !== null && scoreConditions(selection.filters).length > 0) ||
		others.some((other) => asksForScores(other))
	);
}

function ownSql(filters: SelectionFilters | null, hasScores: boolean): Sql {
	if (filters === null) return unsafe('select customer_id from dim_customers where false');
	const scores = scoreConditions(filters);
	const scored = hasScores
		? sql`customer_id in (select customer_id from customer_scores where ${join(scores, ' and ')})`
		: unsafe('false');
	const conditions = [...customerConditions(filters), ...(scores.length === 0 ? [] : [scored])];
	const where = conditions.length === 0 ? unsafe('true') : join(conditions, ' and ');
	return sql`select customer_id from dim_customers where ${where}`;
}

/** The ids of a JSON list, as rows. */
export function idsSql(ids: readonly string[]): Sql {
	return sql`select unnest(from_json(${JSON.stringify(ids)}, '["VARCHAR"]')) as customer_id`;
}

function hasFilters(filters: SelectionFilters | null): boolean {
	return filters === null || customerConditions(filters).length + scoreConditions(filters).length > 0;
}

/**
 * The ids of the customers who fit, those who are to be taken away among them: those that the filters let through and
 * those of the included selections. Without filters of its own a selection that includes others has only theirs. Filters
 * on scores let nobody through where the snapshot has none.
 */
export function fittingSql(selection: Selection, hasScores: boolean): Sql {
	const { filters, include } = selection;
	const own = include.length > 0 && !hasFilters(filters) ? [] : [ownSql(filters, hasScores)];
	return join([...own, ...include.map((other) => remainingSql(other, hasScores))], '\nunion\n');
}

/** The ids of the customers who are to be taken away from a selection; null where nobody is. */
export function takenAwaySql({ exclude }: Selection, hasScores: boolean): Sql | null {
	if (exclude.length === 0) return null;
	const parts = exclude.flatMap((other) => [
		remainingSql(other, hasScores),
		...(other.customerIds.length === 0 ? [] : [idsSql(other.customerIds)]),
	]);
	return join(parts, '\nunion\n');
}

function remainingSql(selection: Selection, hasScores: boolean): Sql {
	const fitting = fittingSql(selection, hasScores);
	const takenAway = takenAwaySql(selection, hasScores);
	const where = takenAway === null ? unsafe('') : sql`where customer_id not in (${takenAway})`;
	return sql`select customer_id from (${fitting}) ${where}`;
}
