import type { Connection } from '../database.ts';
import { join, row, rows, sql, unsafe } from '../query.ts';
import type { Sql } from '../query.ts';
import type { MetricId } from '../metrics/catalog.ts';
import { sliceConditions } from '../metrics/compile.ts';
import { sqlWithLiterals } from '../metrics/literals.ts';
import { choosePath } from '../metrics/paths.ts';
import { RELATIONS } from '../metrics/relations.ts';
import type { Relation } from '../metrics/relation.ts';
import type { RelationId } from '../metrics/relations.ts';
import { checkRequest } from '../metrics/request.ts';
import type { MetricRequest } from '../metrics/request.ts';
import { snapshotFacts } from '../metrics/snapshot-facts.ts';

/** How the values of a column are to be written; `price` is a decimal string in the row's own currency. */
export type BehindColumnType = 'text' | 'day' | 'count' | 'money' | 'price';

export interface BehindColumn {
	readonly name: string;
	readonly type: BehindColumnType;
}

/** Rows that a figure was computed from. */
export interface RowsBehind {
	/** What one row is. */
	readonly kind: 'order_line' | 'order' | 'customer';
	readonly columns: readonly BehindColumn[];
	/** By column name; money is in base currency, rounded to cents. */
	readonly rows: readonly Readonly<Record<string, string | number | null>>[];
	/** All rows behind the figure, of which `rows` are one page, the newest first. */
	readonly count: number;
	readonly sql: string;
}

interface Sample {
	readonly kind: RowsBehind['kind'];
	readonly columns: readonly BehindColumn[];
	/** The columns in the same order, of `sample`. */
	readonly select: string;
	/** What is looked up for the rows of the sample alone. */
	readonly join: string;
	readonly order: string;
}

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

const ORDERS: Sample = {
	kind: 'order',
	columns: [
		{ name: 'ordered_on', type: 'day' },
		{ name: 'order_id', type: 'text' },
		{ name: 'customer_id', type: 'text' },
		{ name: 'order_kind', type: 'text' },
		{ name: 'country', type: 'text' },
		{ name: 'lines_count', type: 'count' },
		{ name: 'sales_base', type: 'money' },
		{ name: 'returns_base', type: 'money' },
		{ name: 'net_base', type: 'money' },
	],
	select: `ordered_on, order_id, customer_id, order_kind, country, lines_count,
	cast(round(sales_base, 2) as double) as sales_base, cast(round(returns_base, 2) as double) as returns_base,
	cast(round(net_base, 2) as double) as net_base`,
	join: '',
	order: 'ordered_at desc, order_id',
};

const CUSTOMERS: Sample = {
	kind: 'customer',
	columns: [
		{ name: 'customer_id', type: 'text' },
		{ name: 'first_order_on', type: 'day' },
		{ name: 'first_on', type: 'day' },
		{ name: 'last_on', type: 'day' },
		{ name: 'orders_count', type: 'count' },
	],
	select: 'customer_id, first_order_on, first_on, last_on, orders_count',
	join: '',
	order: 'last_on desc, customer_id',
};

const LARGEST_SAMPLE = 1_000;

/**
 * A page of the rows behind a metric's total, newest first: order lines of revenue, margin and line counts, orders of
 * order counts and averages, customers (with their sales in the period) of customer counts, shares and cohorts. A
 * breakdown or grain in the request does not matter. No names: they are looked up by key by those who may see them.
 * @throws RequestError when the request does not fit the catalogue
 */
export async function rowsBehind(db: Connection, request: MetricRequest, limit = 50, offset = 0): Promise<RowsBehind> {
	const facts = await snapshotFacts(db);
	const checked = { ...checkRequest(request), by: [], grain: null };
	const { path, relation } = choosePath(asRows(checked.metric), checked, facts, { factsOnly: true });
	const conditions = sliceConditions(relation, checked);
	if (path.only !== null) conditions.unshift(unsafe(path.only));
	const sample = sampleOf(path.relation);
	const found =
		sample === CUSTOMERS ? customersSql(relation, conditions, checked.from) : foundSql(relation, conditions);
	const counted = unsafe(path.counted ?? 'true');
	const query = sql`with sample as (
	select * from (${found}) as found where ${counted}
	order by ${unsafe(sample.order)}
	limit ${Math.min(Math.max(Math.trunc(limit), 0), LARGEST_SAMPLE)} offset ${Math.max(Math.trunc(offset), 0)}
)
select ${unsafe(sample.select)}
from sample${unsafe(sample.join)}
order by ${unsafe(sample.order)}`;
	const count = await row<{ count: number }>(
		db,
		sql`select count(*) as count from (${found}) as found where ${counted}`,
	);
	return {
		kind: sample.kind,
		columns: sample.columns,
		rows: await rows<Record<string, string | number | null>>(db, query),
		count: count?.count ?? 0,
		sql: sqlWithLiterals(query),
	};
}

/** Retention is computed from a rollup alone; the customers behind it are those of the cohorts. */
function asRows(metric: MetricId): MetricId {
	return metric === 'cohort_retention' ? 'cohort_customers' : metric;
}

function sampleOf(relation: RelationId): Sample {
	if (relation === 'fct_order_lines') return LINES;
	return relation === 'fct_orders' ? ORDERS : CUSTOMERS;
}

function foundSql(relation: Relation, conditions: readonly Sql[]): Sql {
	return sql`from ${unsafe(relation.from)} where ${join([unsafe('true'), ...conditions], ' and ')}`;
}

function customersSql(relation: Relation, conditions: readonly Sql[], from: string | null): Sql {
	const only = unsafe(relation.perCustomer?.only ?? 'true');
	const orders = relation === RELATIONS.cohort_orders ? unsafe('count(*)') : unsafe('count(distinct order_id)');
	return sql`select customer_id, first_order_on, first_on, last_on, orders_count,
		cast(${from ?? '0001-01-01'} as date) as starts_on
	from (
		select customer_id, min(ordered_on) as first_on, max(ordered_on) as last_on, ${orders} as orders_count
		from ${unsafe(relation.from)} where ${join([only, ...conditions], ' and ')}
		group by customer_id
	) as buyers left join (select customer_id, first_order_on from dim_customers) as firsts using (customer_id)`;
}
