import type { Connection } from '../database.ts';
import { rows, sql } from '../query.ts';

/** What an order was to its customer. */
export type Milestone = 'first' | 'largest' | 'last_return' | 'last';

/** An order that stands out among those of a customer; net revenue in base currency, rounded to cents. */
export interface CustomerMilestone {
	readonly order_id: string;
	/** In the company's zone. */
	readonly ordered_on: string;
	readonly net_revenue: number;
	/** All that the order was, in the order of `Milestone`. */
	readonly milestones: readonly Milestone[];
}

/**
 * The orders that tell a customer's story, latest first: the first and the last one with a sale, the one that brought
 * most, the last return. One row per order, which may be several of them; none for a customer without orders.
 */
export async function customerMilestones(db: Connection, customerId: string): Promise<CustomerMilestone[]> {
	const found = await rows<Omit<CustomerMilestone, 'milestones'> & { readonly milestones: string }>(
		db,
		sql`with orders as (
			select order_id, order_kind, ordered_at, ordered_on, net_base from fct_orders where customer_id = ${customerId}
		), picked as (
			(select 1 as place, 'first' as milestone, order_id from orders where order_kind = 'sale'
				order by ordered_at, order_id limit 1)
			union all
			(select 2, 'largest', order_id from orders where order_kind = 'sale' and net_base > 0
				order by net_base desc, ordered_at, order_id limit 1)
			union all
			(select 3, 'last_return', order_id from orders where order_kind = 'return'
				order by ordered_at desc, order_id desc limit 1)
			union all
			(select 4, 'last', order_id from orders where order_kind = 'sale'
				order by ordered_at desc, order_id desc limit 1)
		)
		select order_id, any_value(ordered_on) as ordered_on,
			cast(round(any_value(net_base), 2) as double) as net_revenue,
			string_agg(milestone, ' ' order by place) as milestones
		from picked join orders using (order_id)
		group by order_id
		order by any_value(ordered_at) desc, order_id desc`,
	);
	return found.map((order) => ({ ...order, milestones: order.milestones.split(' ').filter(isMilestone) }));
}

const MILESTONES: readonly string[] = ['first', 'largest', 'last_return', 'last'] satisfies Milestone[];

function isMilestone(text: string): text is Milestone {
	return MILESTONES.includes(text);
}
