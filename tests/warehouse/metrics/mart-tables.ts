import { openMemory } from '#warehouse/database.ts';
import type { Connection, Database } from '#warehouse/database.ts';

/** The marts that metrics and reads stand on, empty, with the columns and types that the transforms give them. */
const TABLES = `
create table dim_customers (customer_id varchar, customer_kind varchar, country varchar, cohort_month date,
	first_order_on date, last_order_on date, created_on date, orders_count bigint, sales_revenue decimal(18, 2),
	returns_revenue decimal(18, 2), net_revenue decimal(18, 2), average_order_value decimal(18, 2),
	is_in_source boolean);
create table dim_people (customer_id varchar, name varchar, email varchar, phone varchar, street varchar,
	postal_code varchar, city varchar, email_normalised varchar, search_text varchar);
create table dim_products (product_id varchar, name varchar, category varchar, unit_cost decimal(18, 6),
	list_price decimal(18, 6));
create table fct_order_lines (order_line_id varchar, order_id varchar, customer_id varchar, product_id varchar,
	line_kind varchar, category varchar, country varchar, customer_kind varchar, currency varchar, channel varchar,
	is_identified boolean, quantity bigint, unit_price decimal(18, 6), amount decimal(18, 4),
	amount_base decimal(18, 4), cost_base decimal(18, 4), ordered_at timestamp, ordered_on date);
create table snapshot_info (snapshot_id varchar, run_id varchar, as_of date, built_at timestamp, company_name varchar,
	base_currency varchar, zone varchar, week_start varchar, first_event_on date, last_event_on date);
`;

/** The other marts, gathered from the lines by the rules that the transforms follow. */
const GATHERED = `
create table fct_orders as
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

insert into dim_customers
select customer_id, any_value(customer_kind), any_value(country),
	cast(date_trunc('month', min(ordered_on) filter (where order_kind = 'sale')) as date),
	min(ordered_on) filter (where order_kind = 'sale'), max(ordered_on) filter (where order_kind = 'sale'), null,
	count(*) filter (where order_kind = 'sale'), sum(sales_base), sum(returns_base), sum(net_base),
	sum(net_base) / nullif(count(*) filter (where order_kind = 'sale'), 0), true
from fct_orders where customer_id is not null group by customer_id;

create table rollup_order_lines_by_day as
select ordered_on, line_kind, is_identified, country, category, customer_kind, channel, count(*) as lines_count,
	cast(sum(quantity) as bigint) as quantity, cast(sum(amount_base) as decimal(18,4)) as amount_base, cast(sum(cost_base) as decimal(18,4)) as cost_base,
	cast(sum(amount_base) filter (where cost_base is not null) as decimal(18,4)) as amount_with_cost_base
from fct_order_lines group by all;

create table rollup_cohorts_by_month as
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
	readonly database: Database;
	close(): void;
}

/** Opens a database in memory with the marts over the given order lines. */
export async function openMarts(snapshot: TestSnapshot): Promise<TestMarts> {
	const database = await openMemory({ threads: 1, memoryLimit: '500MB' });
	const db = await database.connect();
	await db.run(TABLES);
	for (const [index, line] of snapshot.lines.entries()) await insertLine(db, line, index);
	await db.run(GATHERED);
	await db.run(
		`insert into snapshot_info
		select 'snap1', 'run1', coalesce(cast($1 as date), max(ordered_on) + 1, date '2026-01-01'),
			timestamp '2026-02-01 03:00:00', 'Test', 'EUR', 'Europe/Berlin', $2, min(ordered_on), max(ordered_on)
		from fct_order_lines`,
		[snapshot.asOf ?? null, snapshot.weekStart ?? 'monday'],
	);
	if (snapshot.also !== undefined) await db.run(snapshot.also);
	return { db, database, close: () => database.close() };
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
