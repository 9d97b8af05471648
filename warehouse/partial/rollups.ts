import { narrowedSql } from './recipe.ts';
import type { PartialRecipe } from './recipe.ts';

/** A rollup as it was, with what is gone taken off and what came added; a group of which nothing is left goes. */
function addedUpSql(groups: readonly string[], sums: string, counted: string, parts: readonly string[]): string {
	const columns = groups.join(', ');
	return `select ${columns}, ${sums}
from (
${parts.join('\nunion all by name\n')}
)
group by ${columns}
having sum(${counted}) > 0`;
}

/**
 * Order lines by day. Sums are of integers and decimals, so adding and taking off is exact. Of what it sums only a cost may
 * be unknown, for the checks let no line without an amount be published; how many are known tells a sum of none from nought.
 */
export const ORDER_LINES_BY_DAY: PartialRecipe = {
	relation: 'rollup_order_lines_by_day',
	through: [],
	follows: ['fct_order_lines'],
	after: ['fct_order_lines'],
	carries: [],
	async prepare({ sqlOf, count }) {
		const isUnknown = 'amount_base is null or quantity is null';
		const unknown = await count(`from order_lines_rebuilt where ${isUnknown}`);
		if (unknown + (await count(`from order_lines_before where ${isUnknown}`)) > 0) return null;
		const of = (lines: string): string =>
			narrowedSql(sqlOf('rollup_order_lines_by_day'), { fct_order_lines: `select * from temp.main.${lines}` });
		return addedUpSql(
			['ordered_on', 'line_kind', 'is_identified', 'country', 'category', 'customer_kind', 'channel'],
			`sum(lines_count)::bigint as lines_count,
	sum(lines_with_cost_count)::bigint as lines_with_cost_count,
	sum(quantity)::bigint as quantity,
	sum(amount_base)::decimal(18, 4) as amount_base,
	case when sum(lines_with_cost_count) > 0 then sum(cost_base)::decimal(18, 4) end as cost_base,
	case when sum(lines_with_cost_count) > 0 then sum(amount_with_cost_base)::decimal(18, 4) end as amount_with_cost_base`,
			'lines_count',
			[
				'select * from previous_marts.main.rollup_order_lines_by_day',
				`select * from (${of('order_lines_rebuilt')})`,
				`select
	ordered_on, line_kind, is_identified, country, category, customer_kind, channel,
	-lines_count as lines_count,
	-lines_with_cost_count as lines_with_cost_count,
	-quantity as quantity,
	-amount_base as amount_base,
	-cost_base as cost_base,
	-amount_with_cost_base as amount_with_cost_base,
from (${of('order_lines_before')})`,
			],
		);
	},
};

/** Cohorts by month: what affected customers were in, and are in. */
export const COHORTS_BY_MONTH: PartialRecipe = {
	relation: 'rollup_cohorts_by_month',
	through: [],
	follows: ['dim_customers', 'fct_orders'],
	after: ['dim_customers', 'fct_orders'],
	carries: [],
	async prepare({ connection, sqlOf, left }) {
		const of = (snapshot: string, when: 'before' | 'now'): string =>
			narrowedSql(sqlOf('rollup_cohorts_by_month'), {
				dim_customers: `select * from ${snapshot}.main.dim_customers semi join customers_affected using (customer_id)`,
				fct_orders:
					left.get(`orders of customers ${when}`) ??
					`select * from ${snapshot}.main.fct_orders semi join customers_affected using (customer_id)`,
			});
		await connection.run(
			`create or replace temp table cohorts_changed as
			select * from (${of('marts', 'now')})
			union all
			select cohort_month, month, country, customer_kind, -customers as customers
			from (${of('previous_marts', 'before')})`,
		);
		return addedUpSql(
			['cohort_month', 'month', 'country', 'customer_kind'],
			'sum(customers)::bigint as customers',
			'customers',
			['select * from previous_marts.main.rollup_cohorts_by_month', 'select * from cohorts_changed'],
		);
	},
};
