import type { Connection } from '../database.ts';
import { row, rows, sql } from '../query.ts';
import { bucketsIn } from '../metrics/buckets.ts';
import { sliceSql } from '../metrics/compile.ts';
import type { Slice } from '../metrics/request.ts';
import { snapshotFacts } from '../metrics/snapshot-facts.ts';
import type { CustomerListRow } from './customers.ts';

/** All that is known of one customer. */
export interface Customer extends CustomerListRow {
	readonly phone: string | null;
	readonly street: string | null;
	readonly postal_code: string | null;
	readonly city: string | null;
	readonly created_on: string | null;
	/** First day of the month of the first sale. */
	readonly cohort_month: string | null;
	/** Whether a customers' source has this customer; false where only orders name them. */
	readonly is_in_source: boolean;
	/** Place by net revenue among all customers, 1 the largest; equal ones share a place. */
	readonly revenue_rank: number;
	readonly customers_count: number;
	/** Part of all customers' net revenue; null where that is not positive. */
	readonly revenue_share: number | null;
}

/** Who a customer is, with figures and place among all; null where there is no such customer. */
export async function customerById(db: Connection, customerId: string): Promise<Customer | null> {
	return row<Customer>(
		db,
		sql`with ranked as (
			select count(*) as customers_count, sum(everyone.net_revenue) as net_revenue,
				1 + count(*) filter (where everyone.net_revenue > one.net_revenue) as revenue_rank
			from dim_customers as everyone,
				(select net_revenue from dim_customers where customer_id = ${customerId}) as one
		)
		select customers.customer_id, people.name, people.email, people.phone, people.street, people.postal_code,
			people.city, customers.customer_kind, customers.country, customers.cohort_month, customers.first_order_on,
			customers.last_order_on, customers.created_on,
			datediff('day', customers.last_order_on, (select as_of from snapshot_info)) as days_since_last_order,
			customers.orders_count, cast(customers.sales_revenue as double) as sales_revenue,
			cast(customers.returns_revenue as double) as returns_revenue,
			cast(customers.net_revenue as double) as net_revenue,
			cast(customers.average_order_value as double) as average_order_value, customers.is_in_source,
			ranked.revenue_rank, ranked.customers_count,
			case when ranked.net_revenue > 0 then customers.net_revenue / ranked.net_revenue end as revenue_share
		from dim_customers as customers
		left join dim_people as people using (customer_id)
		cross join ranked
		where customers.customer_id = ${customerId}`,
	);
}

/** One order of a customer; money in base currency, rounded to cents. */
export interface CustomerOrder {
	readonly order_id: string;
	readonly order_kind: string;
	/** UTC. */
	readonly ordered_at: string;
	/** In the company's zone. */
	readonly ordered_on: string;
	readonly channel: string | null;
	/** What it was paid in. */
	readonly currency: string | null;
	readonly country: string | null;
	readonly lines_count: number;
	readonly sales_revenue: number;
	readonly returns_revenue: number;
	readonly net_revenue: number;
}

/** A page of something, and how many there are. */
export interface Page<Row> {
	readonly rows: readonly Row[];
	readonly count: number;
}

export interface Paging {
	readonly limit?: number;
	readonly offset?: number;
}

/** The orders of a customer, newest first, returns and adjustments among them. */
export async function customerOrders(
	db: Connection,
	customerId: string,
	{ limit = 20, offset = 0 }: Paging = {},
): Promise<Page<CustomerOrder>> {
	const count = await row<{ count: number }>(
		db,
		sql`select count(*) as count from fct_orders where customer_id = ${customerId}`,
	);
	const found = await rows<CustomerOrder>(
		db,
		sql`select order_id, order_kind, ordered_at, ordered_on, channel, currency, country, lines_count,
			cast(round(sales_base, 2) as double) as sales_revenue, cast(round(returns_base, 2) as double) as returns_revenue,
			cast(round(net_base, 2) as double) as net_revenue
		from fct_orders
		where customer_id = ${customerId}
		order by ordered_at desc, order_id
		limit ${limit} offset ${offset}`,
	);
	return { rows: found, count: count?.count ?? 0 };
}

/** One line of a customer's order. */
export interface CustomerOrderLine {
	readonly order_line_id: string;
	readonly order_id: string;
	readonly ordered_on: string;
	readonly line_kind: string;
	readonly product_id: string | null;
	/** Null where no source names the product. */
	readonly product_name: string | null;
	readonly category: string | null;
	readonly quantity: number;
	/** In `currency`, not rounded. */
	readonly unit_price: string;
	readonly currency: string | null;
	/** Of the line, in `currency`. */
	readonly amount: number;
	/** Of the line, in base currency. */
	readonly amount_base: number;
}

/** The lines of a customer's orders, newest first; of one order where `orderId` is given. */
export async function customerOrderLines(
	db: Connection,
	customerId: string,
	{ limit = 50, offset = 0, orderId = null }: Paging & { readonly orderId?: string | null } = {},
): Promise<Page<CustomerOrderLine>> {
	const condition = sql`lines.customer_id = ${customerId} and (${orderId} is null or lines.order_id = ${orderId})`;
	const count = await row<{ count: number }>(
		db,
		sql`select count(*) as count from fct_order_lines as lines where ${condition}`,
	);
	const found = await rows<CustomerOrderLine>(
		db,
		sql`select lines.order_line_id, lines.order_id, lines.ordered_on, lines.line_kind, lines.product_id,
			products.name as product_name, lines.category, lines.quantity, lines.unit_price, lines.currency,
			cast(round(lines.amount, 2) as double) as amount, cast(round(lines.amount_base, 2) as double) as amount_base
		from fct_order_lines as lines left join dim_products as products using (product_id)
		where ${condition}
		order by lines.ordered_at desc, lines.order_id, lines.order_line_id
		limit ${limit} offset ${offset}`,
	);
	return { rows: found, count: count?.count ?? 0 };
}

/** A customer's net revenue of one month, in base currency, rounded to cents. */
export interface CustomerMonth {
	/** First day of the month. */
	readonly month: string;
	readonly net_revenue: number;
	readonly is_incomplete: boolean;
}

/** Net revenue of a customer by month, from the month of the first order to the analysis date, 0 where nothing came. */
export async function customerRevenueByMonth(db: Connection, customerId: string): Promise<CustomerMonth[]> {
	const facts = await snapshotFacts(db);
	const slice: Slice = { ...ofCustomer(customerId), grain: 'month', to: facts.asOf };
	const found = await rows<{ month: string; value: string }>(db, sliceSql(['net_revenue'], slice, facts));
	const byMonth = new Map(found.map(({ month, value }) => [month, Number(value)]));
	const first = [...byMonth.keys()].sort()[0];
	if (first === undefined) return [];
	return bucketsIn('month', first, facts.asOf, facts.weekStart).map((month) => ({
		month,
		net_revenue: byMonth.get(month) ?? 0,
		is_incomplete: month.slice(0, 7) === facts.asOf.slice(0, 7),
	}));
}

/** What a customer buys. */
export interface CustomerCategory {
	readonly category: string | null;
	/** In base currency, rounded to cents. */
	readonly net_revenue: number;
	/** Part of the customer's net revenue; null where that is not positive. */
	readonly share: number | null;
	/** Sale lines. */
	readonly order_lines: number;
}

/** The categories a customer brought most net revenue in, largest first; `top` of them, 5 by default. */
export async function customerCategories(db: Connection, customerId: string, top = 5): Promise<CustomerCategory[]> {
	return rows<CustomerCategory>(
		db,
		sql`select category, cast(round(sum(amount_base), 2) as double) as net_revenue,
			case when sum(sum(amount_base)) over () > 0 then sum(amount_base) / sum(sum(amount_base)) over () end as share,
			count(*) filter (where line_kind = 'sale') as order_lines
		from fct_order_lines
		where customer_id = ${customerId} and line_kind in ('sale', 'return')
		group by category
		order by net_revenue desc, category
		limit ${top}`,
	);
}

function ofCustomer(customerId: string): Slice {
	const filter = { kind: 'compare', dimension: 'customer', operator: '=', value: customerId } as const;
	return { by: [], grain: null, from: null, to: null, filter };
}
