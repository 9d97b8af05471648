import type { Connection } from '#warehouse/database.ts';
import { buildWarehouse } from '../build-warehouse.ts';

/** The other marts, gathered from the lines by the rules that the transforms follow. */
const GATHERED = `
create or replace table fct_orders as
select order_id, any_value(customer_id) as customer_id,
	case when bool_or(line_kind = 'sale') then 'sale' when bool_or(line_kind = 'return') then 'return'
		else 'adjustment' end as order_kind,
	any_value(country) as country, any_value(customer_kind) as customer_kind, any_value(currency) as currency,
	any_value(channel) as channel, bool_or(is_identified) as is_identified, false as is_first_order,
	count(*) as lines_count,
	cast(coalesce(sum(amount_base) filter (where line_kind = 'sale'), 0) as decimal(18, 4)) as sales_base,
	cast(coalesce(sum(amount_base) filter (where line_kind = 'return'), 0) as decimal(18, 4)) as returns_base,
	cast(coalesce(sum(amount_base) filter (where line_kind in ('sale', 'return')), 0) as decimal(18, 4)) as net_base,
	cast(sum(cost_base) as decimal(18, 4)) as cost_base, min(ordered_at) as ordered_at, min(ordered_on) as ordered_on
from fct_order_lines group by order_id;

insert into dim_customers by name
select customer_id, any_value(customer_kind) as customer_kind, any_value(country) as country,
	cast(date_trunc('month', min(ordered_on) filter (where order_kind = 'sale')) as date) as cohort_month,
	min(ordered_on) filter (where order_kind = 'sale') as first_order_on,
	max(ordered_on) filter (where order_kind = 'sale') as last_order_on,
	count(*) filter (where order_kind = 'sale') as orders_count, sum(sales_base) as sales_revenue,
	sum(returns_base) as returns_revenue, sum(net_base) as net_revenue,
	sum(net_base) / nullif(count(*) filter (where order_kind = 'sale'), 0) as average_order_value,
	true as is_in_source
from fct_orders where customer_id is not null group by customer_id;

create or replace table rollup_order_lines_by_day as
select ordered_on, line_kind, is_identified, country, category, customer_kind, channel, count(*) as lines_count,
	cast(sum(quantity) as bigint) as quantity, cast(sum(amount_base) as decimal(18,4)) as amount_base, cast(sum(cost_base) as decimal(18,4)) as cost_base,
	cast(sum(amount_base) filter (where cost_base is not null) as decimal(18,4)) as amount_with_cost_base
from fct_order_lines group by all;

create or replace table rollup_cohorts_by_month as
select customers.cohort_month, cast(date_trunc('month', orders.ordered_on) as date) as month, customers.country,
	customers.customer_kind, count(distinct customer_id) as customers
from fct_orders as orders join dim_customers as customers using (customer_id)
where orders.order_kind = 'sale' group by all;
`;

/** One order line of a test: what is left out takes the commonest value. */
export interface TestLine {
	readonly order: string;
	readonly on: string;
	readonly customer?: string | null;
	readonly kind?: 'sale' | 'return' | 'adjustment';
	readonly product?: string;
	readonly category?: string;
	readonly country?: string | null;
	readonly customerKind?: string | null;
	readonly channel?: string | null;
	readonly currency?: string;
	readonly quantity?: number;
	readonly amount: string;
	readonly cost?: string | null;
}

export interface TestSnapshot {
	readonly lines: readonly TestLine[];
	/** The day after the last line by default. */
	readonly asOf?: string;
	readonly weekStart?: 'monday' | 'sunday' | 'saturday';
	/** SQL to run at the end, such as the people of a test. */
	readonly also?: string;
}

export interface TestMarts {
	readonly db: Connection;
	close(): void;
}

/** Opens the marts of a warehouse that no source feeds, filled with the given order lines. */
export async function openMarts(snapshot: TestSnapshot): Promise<TestMarts> {
	const warehouse = await buildWarehouse({ sources: [] });
	const { db } = warehouse;
	for (const [index, line] of snapshot.lines.entries()) await insertLine(db, line, index);
	await db.run(GATHERED);
	await db.run(
		`create or replace table snapshot_info as
		select 'snap1' as snapshot_id, 'run1' as run_id,
			coalesce(cast($1 as date), max(ordered_on) + 1, date '2026-01-01') as as_of,
			timestamp '2026-02-01 03:00:00' as built_at, 'Test' as company_name, 'EUR' as base_currency,
			'Europe/Berlin' as zone, cast($2 as varchar) as week_start, min(ordered_on) as first_event_on,
			max(ordered_on) as last_event_on
		from fct_order_lines`,
		[snapshot.asOf ?? null, snapshot.weekStart ?? 'monday'],
	);
	if (snapshot.also !== undefined) await db.run(snapshot.also);
	return { db, close: () => warehouse.close() };
}

async function insertLine(db: Connection, line: TestLine, index: number): Promise<void> {
	const customer = line.customer === undefined ? 'c1' : line.customer;
	const country = line.country === undefined ? 'Germany' : line.country;
	const customerKind = line.customerKind === undefined ? 'consumer' : line.customerKind;
	const channel = line.channel === undefined ? 'web' : line.channel;
	const quantity = line.quantity ?? (line.kind === 'return' ? -1 : 1);
	await db.run(
		`insert into fct_order_lines
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, cast($13 as decimal(18, 4)) / $12,
			cast($13 as decimal(18, 4)), cast($13 as decimal(18, 4)), cast($14 as decimal(18, 4)),
			cast($15 as date) + interval 9 hours, cast($15 as date))`,
		[
			`l${index + 1}`,
			line.order,
			customer,
			line.product ?? 'p1',
			line.kind ?? 'sale',
			line.category ?? 'Lamps',
			country,
			customerKind,
			line.currency ?? 'EUR',
			channel,
			customer !== null,
			quantity,
			line.amount,
			line.cost === undefined ? null : line.cost,
			line.on,
		],
	);
}
