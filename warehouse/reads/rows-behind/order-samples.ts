import type { RelationId } from '../../metrics/relations.ts';
import type { ORDER_RELATIONS } from '../../metrics/relations/orders.ts';
import { sampleOfColumns } from './sample.ts';
import type { Sample } from './sample.ts';

const LINES: Sample = {
	kind: 'order_line',
	columns: [
		{ name: 'ordered_on', type: 'day' },
		{ name: 'order_id', type: 'text' },
		{ name: 'customer_id', type: 'text' },
		{ name: 'product_id', type: 'text' },
		{ name: 'product_name', type: 'text' },
		{ name: 'line_kind', type: 'text' },
		{ name: 'country', type: 'text' },
		{ name: 'quantity', type: 'count' },
		{ name: 'unit_price', type: 'price' },
		{ name: 'currency', type: 'text' },
		{ name: 'amount_base', type: 'money' },
		{ name: 'cost_base', type: 'money' },
	],
	select: `ordered_on, order_id, customer_id, product_id, products.name as product_name, line_kind, country, quantity, unit_price, currency, cast(round(amount_base, 2) as double) as amount_base,
	cast(round(cost_base, 2) as double) as cost_base`,
	join: '\nleft join dim_products as products using (product_id)',
	order: 'ordered_at desc, order_id, order_line_id',
};

const ORDERS = sampleOfColumns(
	'order',
	{
		ordered_on: 'day',
		order_id: 'text',
		customer_id: 'text',
		order_kind: 'text',
		country: 'text',
		lines_count: 'count',
		sales_base: 'money',
		returns_base: 'money',
		net_base: 'money',
	},
	'ordered_at desc, order_id',
);

/** Customers with their sales in the period. */
export const CUSTOMERS = sampleOfColumns(
	'customer',
	{ customer_id: 'text', first_order_on: 'day', first_on: 'day', last_on: 'day', orders_count: 'count' },
	'last_on desc, customer_id',
);

/** How the rows of relations of orders are shown; those by customer or cohort as the customers they are about. */
export const ORDER_SAMPLES = {
	rollup_order_lines_by_day: LINES,
	fct_order_lines: LINES,
	fct_orders: ORDERS,
	customers_by_orders: CUSTOMERS,
	customers_by_order_lines: CUSTOMERS,
	rollup_cohorts_by_month: CUSTOMERS,
	cohort_cells: CUSTOMERS,
	cohort_orders: CUSTOMERS,
} as const satisfies Readonly<Record<RelationId & keyof typeof ORDER_RELATIONS, Sample>>;
