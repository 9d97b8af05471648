import type { Connection } from '../database.ts';
import { rows, sql } from '../query.ts';

/** Somebody whose orders after an instant are asked for. */
export interface ObservedCustomer {
	readonly customer_id: string;
	readonly arm: string;
	/** Orders count after it, within the window. */
	readonly since: string;
}

/** What the customers of an arm did; money in base currency, sales before returns. */
export interface ArmOrders {
	readonly arm: string;
	readonly customers: number;
	/** Those with an order. */
	readonly converted: number;
	readonly orders: number;
	readonly revenue: number;
	/** The sum of the squares of each customer's revenue. */
	readonly revenue_squares: number;
	/** Days of the window that the snapshot has, begun ones included, of who has the most and of who has the fewest. */
	readonly most_days: number;
	readonly fewest_days: number;
}

/**
 * Orders of customers within a window of days after an instant each, by arm. Customers whose instant the snapshot does not
 * reach, because its days end or it was built before, are left out. A customer who goes by another id since is found by the id they had.
 */
export async function ordersByArm(
	db: Connection,
	observed: readonly ObservedCustomer[],
	windowDays: number,
): Promise<ArmOrders[]> {
	const shape = '[{"customer_id":"VARCHAR","arm":"VARCHAR","since":"TIMESTAMP"}]';
	return rows<ArmOrders>(
		db,
		sql`with asked as (
			select unnest(from_json(${JSON.stringify(observed)}, ${shape}), recursive := true)
		),
		moved as (
			select case entity when 'contacts' then 'contact:' when 'companies' then 'company:' else '' end || source_id
				as former_id, min(customer_id) as customer_id
			from identity_links group by all
		),
		observed as (
			select coalesce(moved.customer_id, asked.customer_id) as customer_id, asked.arm, asked.since,
				cast(ceil(date_diff('minute', asked.since, reach.until) / 1440) as integer) as days
			from asked
			cross join (select least(cast(as_of as timestamp), built_at) as until from snapshot_info) as reach
			left join moved on asked.customer_id = moved.former_id
			where asked.since < reach.until
		),
		customers as (
			select observed.arm, observed.days, count(orders.order_id) as orders,
				coalesce(sum(cast(orders.sales_base as double)), 0) as revenue
			from observed
			left join fct_orders as orders on orders.customer_id = observed.customer_id and orders.order_kind = 'sale'
				and orders.ordered_at > observed.since
				and orders.ordered_at <= observed.since + to_days(cast(${windowDays} as integer))
			group by observed.customer_id, observed.arm, observed.since, observed.days
		)
		select arm, count(*) as customers, count(*) filter (where orders > 0) as converted,
			cast(sum(orders) as bigint) as orders, sum(revenue) as revenue, sum(revenue * revenue) as revenue_squares,
			least(max(days), ${windowDays}) as most_days, least(min(days), ${windowDays}) as fewest_days
		from customers group by arm order by arm`,
	);
}
