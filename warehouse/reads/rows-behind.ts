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
import { CUSTOMERS, ORDER_SAMPLES } from './rows-behind/order-samples.ts';
import { RECORD_SAMPLES } from './rows-behind/record-samples.ts';
import { SCORE_SAMPLES } from './rows-behind/score-samples.ts';
import type { BehindColumn, BehindKind, Sample } from './rows-behind/sample.ts';

/** Rows that a figure was computed from. */
export interface RowsBehind {
	readonly kind: BehindKind;
	readonly columns: readonly BehindColumn[];
	/** By column name; money is in base currency, rounded to cents. */
	readonly rows: readonly Readonly<Record<string, string | number | boolean | null>>[];
	/** All rows behind the figure, of which `rows` are one page, the newest first, those without a day last. */
	readonly count: number;
	readonly sql: string;
}

const SAMPLES: Readonly<Record<RelationId, Sample>> = { ...ORDER_SAMPLES, ...RECORD_SAMPLES, ...SCORE_SAMPLES };

const LARGEST_SAMPLE = 1_000;

/**
 * A page of the rows behind a metric's total, newest first: order lines of revenue, margin and line counts, orders of
 * order counts and averages, customers (with their sales in the period) of customer counts, shares and cohorts, deals,
 * leads, tickets and campaign members of theirs. A breakdown or grain in the request does not matter. No names of
 * customers: they are looked up by key by those who may see them.
 * @throws RequestError when the request does not fit the catalogue
 */
export async function rowsBehind(db: Connection, request: MetricRequest, limit = 50, offset = 0): Promise<RowsBehind> {
	const facts = await snapshotFacts(db);
	const checked = { ...checkRequest(request), by: [], grain: null };
	const { path, relation } = choosePath(asRows(checked.metric), checked, facts, { factsOnly: true });
	const conditions = sliceConditions(relation, checked);
	if (path.only !== null) conditions.unshift(unsafe(path.only));
	const sample = SAMPLES[path.relation as keyof typeof SAMPLES];
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
		rows: await rows<Record<string, string | number | boolean | null>>(db, query),
		count: count?.count ?? 0,
		sql: sqlWithLiterals(query),
	};
}

/** Retention is computed from a rollup alone; the customers behind it are those of the cohorts. */
function asRows(metric: MetricId): MetricId {
	return metric === 'cohort_retention' ? 'cohort_customers' : metric;
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
