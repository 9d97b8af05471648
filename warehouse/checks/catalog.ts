import type { Check } from './check.ts';

/**
 * A key is unique. Counting distinct 64-bit hashes is cheap at any size; only when they are fewer than the rows, which a
 * collision alone could cause, are the keys themselves grouped.
 */
function unique(relation: string, column: string): Check {
	return {
		name: `${relation}.${column} unique`,
		severity: 'error',
		meaning: `several rows of ${relation} have the same ${column}`,
		sql: `select case when (select count(*) = count(distinct hash(${column})) from ${relation}) then 0
			else (select coalesce(sum(times - 1), 0)::bigint from (select count(*) as times from ${relation} group by ${column} having count(*) > 1)) end as failing`,
		sampleSql: `select ${column}::varchar as text from ${relation} group by ${column} having count(*) > 1 order by 1 limit 5`,
	};
}

function notNull(relation: string, column: string, meaning: string): Check {
	return {
		name: `${relation}.${column} not_null`,
		severity: 'error',
		meaning,
		sql: `select count(*) as failing from ${relation} where ${column} is null`,
	};
}

function references(relation: string, column: string, target: string, severity: Check['severity']): Check {
	return {
		name: `${relation}.${column} in ${target}`,
		severity,
		meaning: `rows of ${relation} name a ${column} that ${target} does not have`,
		sql: `select count(*) as failing from ${relation} anti join ${target} using (${column}) where ${column} is not null`,
		sampleSql: `select distinct ${column}::varchar as text from ${relation} anti join ${target} using (${column}) where ${column} is not null order by 1 limit 5`,
	};
}

function accepted(relation: string, column: string, values: readonly string[], severity: Check['severity']): Check {
	const list = values.map((value) => `'${value}'`).join(', ');
	return {
		name: `${relation}.${column} accepted`,
		severity,
		meaning: `${column} of ${relation} is none of ${values.join(', ')}`,
		sql: `select count(*) as failing from ${relation} where ${column} not in (${list})`,
		sampleSql: `select distinct ${column}::varchar as text from ${relation} where ${column} not in (${list}) order by 1 limit 5`,
	};
}

function equal(name: string, meaning: string, left: string, right: string, needsStaging?: true): Check {
	return {
		name,
		severity: 'error',
		meaning,
		sql: `select case when (${left}) is not distinct from (${right}) then 0 else 1 end as failing`,
		...(needsStaging === undefined ? {} : { needsStaging }),
	};
}

/** Every check, in the order in which they are made. */
export const CHECKS: readonly Check[] = [
	unique('fct_order_lines', 'order_line_id'),
	unique('fct_orders', 'order_id'),
	unique('dim_customers', 'customer_id'),
	unique('dim_products', 'product_id'),
	unique('dim_people', 'customer_id'),
	notNull('fct_order_lines', 'order_line_id', 'an order line has no id'),
	notNull('fct_order_lines', 'ordered_on', 'an order line has no day: its order is missing or has no time'),
	notNull('fct_order_lines', 'amount', 'an order line has no amount: quantity or price is missing'),
	{
		name: 'fct_order_lines.amount_base not_null',
		severity: 'error',
		meaning: 'an amount could not be converted to the base currency: there is no exchange rate on or before its day',
		sql: 'select count(*) as failing from fct_order_lines where amount_base is null and amount is not null',
		sampleSql: `select 'no exchange rate for ' || currency || ' on ' || min(ordered_on) as text from fct_order_lines
			where amount_base is null and amount is not null group by currency order by 1 limit 5`,
	},
	references('fct_order_lines', 'order_id', 'fct_orders', 'error'),
	references('fct_orders', 'customer_id', 'dim_customers', 'error'),
	references('fct_order_lines', 'product_id', 'dim_products', 'warn'),
	accepted('fct_order_lines', 'line_kind', ['sale', 'return', 'adjustment'], 'error'),
	accepted('dim_customers', 'customer_kind', ['consumer', 'company'], 'warn'),
	equal(
		'fct_order_lines rows = order lines loaded',
		'order lines were lost or doubled between loading and the facts',
		'select count(*) from fct_order_lines',
		'select count(*) from stg_order_lines',
		true,
	),
	equal(
		'fct_orders sums = fct_order_lines sums',
		'the sums of orders and of order lines differ',
		'select coalesce(sum(net_base), 0) from fct_orders',
		"select coalesce(sum(amount_base) filter (where line_kind in ('sale', 'return')), 0) from fct_order_lines",
	),
	equal(
		'rollup_order_lines_by_day sums = fct_order_lines sums',
		'the sums of the rollup and of the order lines differ',
		'select (coalesce(sum(amount_base), 0), coalesce(sum(lines_count), 0)) from rollup_order_lines_by_day',
		'select (coalesce(sum(amount_base), 0), count(*)) from fct_order_lines',
	),
	{
		name: 'fct_order_lines.ordered_on before as_of',
		severity: 'warn',
		meaning: 'order lines lie on or after the analysis date and count in no period before it',
		sql: 'select count(*) as failing from fct_order_lines where ordered_on >= (select as_of from snapshot_info)',
	},
	{
		name: 'fct_order_lines.cost_base known',
		severity: 'warn',
		meaning: 'sales without a known cost are left out of the gross margin',
		sql: "select count(*) as failing from fct_order_lines where line_kind = 'sale' and cost_base is null",
	},
	{
		name: 'dim_people.email_normalised unique',
		severity: 'warn',
		meaning: 'several customers share an e-mail address; they may be one',
		sql: `select coalesce(sum(times - 1), 0)::bigint as failing from (
			select count(*) as times from dim_people where email_normalised is not null group by email_normalised having count(*) > 1)`,
	},
];
