import type { Relation } from '../relation.ts';

const LINE_DIMENSIONS = {
	country: 'country',
	category: 'category',
	customer_kind: 'customer_kind',
	channel: 'channel',
	is_identified: 'is_identified',
	line_kind: 'line_kind',
	weekday: 'isodow(ordered_on)',
} as const;

const FACT_LINE_DIMENSIONS = {
	...LINE_DIMENSIONS,
	currency: 'currency',
	product: 'product_id',
	customer: 'customer_id',
} as const;

const ORDER_DIMENSIONS = {
	country: 'country',
	customer_kind: 'customer_kind',
	channel: 'channel',
	currency: 'currency',
	customer: 'customer_id',
	is_identified: 'is_identified',
	weekday: 'isodow(ordered_on)',
} as const;

/** A cohort's dimensions are those of the customer, not of an order. */
const COHORT_DIMENSIONS = {
	cohort_month: 'cohort_month',
	months_since: 'months_since',
	country: 'country',
	customer_kind: 'customer_kind',
	// Always true here, but a constant would make one group out of no rows.
	is_identified: 'cohort_month is not null',
} as const;

/** Active customers of every cohort in every month from its first to the last with data, beside the cohort's size. */
const COHORT_CELLS = `(
	select months.month, sizes.cohort_month, datediff('month', sizes.cohort_month, months.month) as months_since,
		sizes.country, sizes.customer_kind, sizes.customers as size, coalesce(active.customers, 0) as customers
	from (from rollup_cohorts_by_month where month = cohort_month) as sizes
	join (
		select cast(unnest(generate_series(min(month), max(month), interval 1 month)) as date) as month
		from rollup_cohorts_by_month
	) as months on months.month >= sizes.cohort_month
	left join rollup_cohorts_by_month as active
		on active.cohort_month = sizes.cohort_month and active.month = months.month
		and active.country is not distinct from sizes.country
		and active.customer_kind is not distinct from sizes.customer_kind
) as cohort_cells`;

const COHORT_ORDERS = `(
	select orders.ordered_on, orders.customer_id, customers.cohort_month, customers.country, customers.customer_kind,
		datediff('month', customers.cohort_month, orders.ordered_on) as months_since
	from fct_orders as orders join dim_customers as customers using (customer_id)
	where orders.order_kind = 'sale'
) as cohort_orders`;

/** What figures of orders and of those who order are computed from. */
export const ORDER_RELATIONS = {
	rollup_order_lines_by_day: {
		from: 'rollup_order_lines_by_day',
		isRollup: true,
		timeColumn: 'ordered_on',
		timeGrain: 'day',
		dimensions: LINE_DIMENSIONS,
	},
	fct_order_lines: {
		from: 'fct_order_lines',
		timeColumn: 'ordered_on',
		timeGrain: 'day',
		dimensions: FACT_LINE_DIMENSIONS,
	},
	fct_orders: {
		from: 'fct_orders',
		timeColumn: 'ordered_on',
		timeGrain: 'day',
		dimensions: ORDER_DIMENSIONS,
	},
	customers_by_orders: {
		from: 'fct_orders',
		timeColumn: 'ordered_on',
		timeGrain: 'day',
		dimensions: ORDER_DIMENSIONS,
		perCustomer: { only: "order_kind = 'sale' and customer_id is not null" },
	},
	customers_by_order_lines: {
		from: 'fct_order_lines',
		timeColumn: 'ordered_on',
		timeGrain: 'day',
		dimensions: FACT_LINE_DIMENSIONS,
		perCustomer: { only: "line_kind = 'sale' and customer_id is not null" },
	},
	rollup_cohorts_by_month: {
		from: 'rollup_cohorts_by_month',
		isRollup: true,
		timeColumn: 'month',
		timeGrain: 'month',
		dimensions: { ...COHORT_DIMENSIONS, months_since: "datediff('month', cohort_month, month)" },
	},
	cohort_cells: {
		from: COHORT_CELLS,
		isRollup: true,
		timeColumn: 'month',
		timeGrain: 'month',
		dimensions: COHORT_DIMENSIONS,
	},
	cohort_orders: {
		from: COHORT_ORDERS,
		timeColumn: 'ordered_on',
		timeGrain: 'day',
		dimensions: COHORT_DIMENSIONS,
	},
} as const satisfies Readonly<Record<string, Relation>>;
