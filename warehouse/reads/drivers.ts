import type { Connection } from '../database.ts';
import { row, sql, unsafe } from '../query.ts';
import type { Sql } from '../query.ts';
import { filterDimensions, filterSql } from '../metrics/filter-sql.ts';
import { RELATIONS } from '../metrics/relations.ts';
import type { DayRange } from '../metrics/period.ts';
import type { Scope } from './scope.ts';

/**
 * Why net revenue changed, in base currency and cents: the last five add up to `change` exactly.
 * With R the net revenue of returning customers (first sale before the period), R = customers × orders per customer ×
 * net revenue per order; its change is shared out by Shapley value, the mean over every order in which the three
 * factors can be moved from their earlier to their later value. Where one period has no such orders, all of the change
 * is by number of customers.
 */
export interface RevenueDrivers {
	readonly net_revenue: number;
	readonly before_net_revenue: number;
	readonly change: number;
	/** Net revenue of customers whose first sale lies in the period, and the same of the compared days. */
	readonly new_revenue: number;
	readonly before_new_revenue: number;
	/** The change of revenue from new customers. */
	readonly by_new_customers: number;
	/** From more or fewer returning customers. */
	readonly by_returning_customers: number;
	/** From how often a returning customer orders. */
	readonly by_order_frequency: number;
	/** From how much an order of a returning customer brings, returns deducted. */
	readonly by_order_value: number;
	/** The change of revenue without a known customer, or whose customer never had a sale. */
	readonly by_unknown_customers: number;
}

/**
 * Takes the change of net revenue against the compared days apart; null when nothing is compared or the data does not
 * reach back that far.
 */
export async function revenueDrivers(db: Connection, scope: Scope): Promise<RevenueDrivers | null> {
	if (scope.compared === null) return null;
	const now = await readParts(db, scope, scope.days);
	const before = await readParts(db, scope, scope.compared);
	return takeApart(now, before);
}

interface RevenueParts {
	/** Cents. */
	readonly new_cents: number;
	readonly returning_cents: number;
	readonly unknown_cents: number;
	readonly returning_customers: number;
	readonly returning_orders: number;
}

const CENTS = 100;

function takeApart(now: RevenueParts, before: RevenueParts): RevenueDrivers {
	const net = now.new_cents + now.returning_cents + now.unknown_cents;
	const netBefore = before.new_cents + before.returning_cents + before.unknown_cents;
	const [customers, frequency] = returningEffects(now, before).map(Math.round);
	const byCustomers = customers ?? 0;
	const byFrequency = frequency ?? 0;
	return {
		net_revenue: net / CENTS,
		before_net_revenue: netBefore / CENTS,
		change: (net - netBefore) / CENTS,
		new_revenue: now.new_cents / CENTS,
		before_new_revenue: before.new_cents / CENTS,
		by_new_customers: (now.new_cents - before.new_cents) / CENTS,
		by_returning_customers: byCustomers / CENTS,
		by_order_frequency: byFrequency / CENTS,
		by_order_value: (now.returning_cents - before.returning_cents - byCustomers - byFrequency) / CENTS,
		by_unknown_customers: (now.unknown_cents - before.unknown_cents) / CENTS,
	};
}

/** The effect of the number of customers and of their order frequency; what is left is by order value. */
function returningEffects(now: RevenueParts, before: RevenueParts): [customers: number, frequency: number] {
	if (now.returning_orders === 0 || before.returning_orders === 0) {
		return [now.returning_cents - before.returning_cents, 0];
	}
	const customers = [before.returning_customers, now.returning_customers] as const;
	const frequency = [before.returning_orders / customers[0], now.returning_orders / customers[1]] as const;
	const value = [before.returning_cents / before.returning_orders, now.returning_cents / now.returning_orders] as const;
	return [shapley(customers, frequency, value), shapley(frequency, customers, value)];
}

type Factor = readonly [before: number, now: number];

/** The Shapley value of the first of three factors in the change of their product. */
function shapley(factor: Factor, second: Factor, third: Factor): number {
	const together = (second[0] * third[0] + second[1] * third[1]) / 3;
	const apart = (second[0] * third[1] + second[1] * third[0]) / 6;
	return (factor[1] - factor[0]) * (together + apart);
}

async function readParts(db: Connection, scope: Scope, days: DayRange): Promise<RevenueParts> {
	const dimensions = filterDimensions(scope.filter);
	const orders: Readonly<Record<string, string>> = RELATIONS.fct_orders.dimensions;
	const isByOrder = dimensions.every((dimension) => orders[dimension] !== undefined);
	const byCustomer = isByOrder
		? sql`select customer_id, sum(net_base) as net, count(*) filter (where order_kind = 'sale') as orders
		from fct_orders where ${conditionSql(scope, days, 'fct_orders')} group by customer_id`
		: sql`select customer_id, sum(amount_base) as net, count(distinct order_id) filter (where line_kind = 'sale') as orders
		from fct_order_lines where line_kind in ('sale', 'return') and ${conditionSql(scope, days, 'fct_order_lines')}
		group by customer_id`;
	const found = await row<RevenueParts>(db, partsSql(days, byCustomer));
	return found ?? { new_cents: 0, returning_cents: 0, unknown_cents: 0, returning_customers: 0, returning_orders: 0 };
}

function conditionSql(scope: Scope, { from, to }: DayRange, relation: 'fct_orders' | 'fct_order_lines'): Sql {
	const filter = scope.filter === null ? unsafe('true') : filterSql(scope.filter, RELATIONS[relation]);
	return sql`ordered_on >= cast(${from} as date) and ordered_on < cast(${to} as date) and ${filter}`;
}

function partsSql({ from }: DayRange, byCustomer: Sql): Sql {
	return sql`with by_customer as (
		${byCustomer}
	), sums as (
		select
			coalesce(sum(net), 0) as net,
			coalesce(sum(net) filter (where first_order_on >= cast(${from} as date)), 0) as new_net,
			coalesce(sum(net) filter (where first_order_on < cast(${from} as date)), 0) as returning_net,
			count(*) filter (where first_order_on < cast(${from} as date) and orders > 0) as returning_customers,
			coalesce(sum(orders) filter (where first_order_on < cast(${from} as date)), 0) as returning_orders
		from by_customer
		left join (select customer_id, first_order_on from dim_customers) as firsts using (customer_id)
	)
	select cast(round(new_net * 100) as bigint) as new_cents, cast(round(returning_net * 100) as bigint) as returning_cents,
		cast(round(net * 100) as bigint) - cast(round(new_net * 100) as bigint) - cast(round(returning_net * 100) as bigint)
			as unknown_cents,
		returning_customers, cast(returning_orders as bigint) as returning_orders
	from sums`;
}
