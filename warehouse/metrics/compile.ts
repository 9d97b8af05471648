import { join, sql, unsafe } from '../query.ts';
import type { Sql } from '../query.ts';
import { bucketsSql, bucketSql } from './buckets.ts';
import { metricId, metricOf } from './catalog.ts';
import type { MetricId, MetricRef } from './catalog.ts';
import { coveredDays } from './covered-days.ts';
import { dimensionSql, filterDimensions, filterSql } from './filter-sql.ts';
import type { Metric, MetricPath, OwnMetric } from './metric.ts';
import { choosePath } from './paths.ts';
import type { Relation } from './relation.ts';
import { checkRequest } from './request.ts';
import type { CheckedRequest, MetricRequest, Slice } from './request.ts';
import type { SnapshotFacts } from './snapshot-facts.ts';

/** What the compiler has to know of the snapshot. */
export type CompileFacts = Pick<SnapshotFacts, 'asOf' | 'firstEventOn' | 'lastEventOn' | 'weekStart'>;

export interface CompiledMetric {
	/** One row per bucket and group that has data, in that order; without either one row with `value` alone. */
	readonly rows: Sql;
	/** One row with `value`, over the whole period. */
	readonly total: Sql;
}

/**
 * Turns a request into SQL over the marts. Each row has a DATE column named as the grain, a column per dimension, and
 * `value`: DECIMAL(18, 2) in base currency (with four decimals where the metric says so), BIGINT, or DOUBLE: 1 is all of
 * a share, a day or a minute. Money is rounded once, at the end.
 * Broken down by time alone, sums and counts have a row for every bucket, 0 where nothing happened, from `from` (else
 * the first event) to `to` (else the last event), but not beyond what the data covers; averages and shares have none.
 * Buckets at the edges hold only the days of the period; what has no day is a last bucket, null, where no period is
 * asked for. Rows without a grain come by value, largest first.
 * @param own metrics of somebody's own that may be asked for beside those of the catalogue
 * @throws RequestError when the request does not fit the catalogue
 */
export function compileMetric(
	request: MetricRequest,
	facts: CompileFacts,
	own: readonly OwnMetric[] = [],
): CompiledMetric {
	const checked = checkRequest(request, own);
	const whole = { ...checked, by: [], grain: null };
	return { rows: rowsSql(checked, facts), total: sliceSql([checked.metric], whole, facts) };
}

function rowsSql(request: CheckedRequest, facts: CompileFacts): Sql {
	const { grain, by, metric } = request;
	const found = sliceSql([metric], request, facts);
	if (by.length === 0 && grain !== null && fillsBuckets(metric)) {
		const range = coveredDays(choosePath(metric, request, facts).relation, grain, request, facts);
		if (range !== null) {
			return sql`with found as (
	${indented(found)}
), buckets as (
	${bucketsSql(grain, range.first, range.last, facts.weekStart)}
)
select ${unsafe(grain)}, coalesce(value, 0) as value
from buckets full join found using (${unsafe(grain)})
order by ${unsafe(grain)}`;
		}
	}
	const names = join(by.map((name) => unsafe(`${name} nulls last`)));
	if (grain !== null) return sql`${found}\norder by ${join([unsafe(grain), ...(by.length > 0 ? [names] : [])])}`;
	return by.length > 0 ? sql`${found}\norder by value desc nulls last, ${names}` : found;
}

/** Nothing sold is a figure of 0; nothing to divide by is no figure. */
export function fillsBuckets(metric: MetricRef): boolean {
	const { isAdditive, unit } = metricOf(metric);
	return isAdditive || unit === 'count';
}

/**
 * The SQL of metrics over a slice in one pass, without an order: grain, dimensions, then `value` for one metric, else a
 * column per metric by its id. All of them have to be computed from one relation, see `groupByRelation`.
 */
export function sliceSql(metrics: readonly MetricRef[], slice: Slice, facts: CompileFacts): Sql {
	const chosen = metrics.map((metric) => ({ metric, ...choosePath(metric, slice, facts) }));
	const [first] = chosen;
	if (!first) return unsafe('select null as value where false');
	const { relation } = first;
	const isAlone = chosen.length === 1;
	const values = chosen.map(({ metric, path }) => {
		const only = isAlone || path.only === null ? '' : ` filter (where ${path.only})`;
		return sql`${unsafe(finalValue(metricOf(metric), path.value(only)))} as ${unsafe(isAlone ? 'value' : metricId(metric))}`;
	});
	const conditions = [...(isAlone ? pathConditions(first.path, slice) : []), ...sliceConditions(relation, slice)];
	return relation.perCustomer
		? perCustomerSql(relation, relation.perCustomer.only, slice, conditions, values, facts)
		: plainSql(relation, slice, conditions, values, facts);
}

/** Sorts metrics into sets that one pass over one relation answers for a slice, in the order given. */
export function groupByRelation(metrics: readonly MetricId[], slice: Slice, facts: CompileFacts): MetricId[][] {
	return [...Map.groupBy(metrics, (metric) => choosePath(metric, slice, facts).path.relation).values()];
}

function plainSql(
	relation: Relation,
	slice: Slice,
	conditions: readonly Sql[],
	values: readonly Sql[],
	facts: CompileFacts,
): Sql {
	const groups = groupColumns(relation, slice, facts);
	return sql`select ${join([...groups.map(({ column }) => column), ...values])}
from ${unsafe(relation.from)}${whereSql(conditions)}${groupSql(groups.length)}`;
}

function perCustomerSql(
	relation: Relation,
	only: string,
	slice: Slice,
	conditions: readonly Sql[],
	values: readonly Sql[],
	facts: CompileFacts,
): Sql {
	const groups = groupColumns(relation, slice, facts);
	const time = unsafe(relation.timeColumn);
	return sql`select ${join([...groups.map(({ name }) => unsafe(name)), ...values])}
from (
	select ${join([...groups.map(({ column }) => column), unsafe('customer_id')])},
		min(${time}) as first_on, max(${time}) as last_on, ${startsOn(relation, slice, facts)} as starts_on
	from ${unsafe(relation.from)}${indented(whereSql([unsafe(only), ...conditions]))}
	group by all
) as buyers
left join (select customer_id, first_order_on from dim_customers) as firsts using (customer_id)${groupSql(groups.length)}`;
}

/** The first day of a row's bucket that belongs to the period. */
function startsOn(relation: Relation, { grain, from }: Slice, { weekStart }: CompileFacts): Sql {
	const start = sql`cast(${from ?? '0001-01-01'} as date)`;
	if (grain === null) return start;
	const bucket = bucketSql(grain, unsafe(relation.timeColumn), weekStart);
	return from === null ? bucket : sql`greatest(${bucket}, ${start})`;
}

interface GroupColumn {
	readonly name: string;
	/** `expression as name`. */
	readonly column: Sql;
}

function groupColumns(relation: Relation, { grain, by }: Slice, { weekStart }: CompileFacts): GroupColumn[] {
	const named = (name: string, expression: Sql): GroupColumn => ({
		name,
		column: expression.text === name ? expression : sql`${expression} as ${unsafe(name)}`,
	});
	const dimensions = by.map((name) => named(name, dimensionSql(name, relation)));
	if (grain === null) return dimensions;
	return [named(grain, bucketSql(grain, unsafe(relation.timeColumn), weekStart)), ...dimensions];
}

/** The days and the filter of a slice; a relation by month counts every month that the period begins in or reaches. */
export function sliceConditions(relation: Relation, { from, to, filter }: Slice): Sql[] {
	const time = unsafe(relation.timeColumn);
	const start = from !== null && relation.timeGrain === 'month' ? `${from.slice(0, 7)}-01` : from;
	return [
		...(start === null ? [] : [sql`${time} >= cast(${start} as date)`]),
		...(to === null ? [] : [sql`${time} < cast(${to} as date)`]),
		...(filter === null ? [] : [filterSql(filter, relation)]),
	];
}

function pathConditions(path: MetricPath, slice: Slice): Sql[] {
	const conditions = path.only === null ? [] : [unsafe(path.only)];
	return path.laterMonthsUnlessNamed && !namesMonths(slice) ? [...conditions, unsafe('months_since > 0')] : conditions;
}

function namesMonths({ by, grain, filter }: Slice): boolean {
	const isCell = by.includes('cohort_month') && grain === 'month';
	return isCell || by.includes('months_since') || filterDimensions(filter).includes('months_since');
}

/** A nested query, set in; values are not in the text, so no text of a person is touched. */
function indented({ text, values }: Sql): Sql {
	return { text: text.replaceAll('\n', '\n\t'), values };
}

function whereSql(conditions: readonly Sql[]): Sql {
	return conditions.length === 0 ? unsafe('') : sql`\nwhere ${join(conditions, ' and ')}`;
}

function groupSql(groups: number): Sql {
	return unsafe(groups === 0 ? '' : '\ngroup by all');
}

function finalValue({ unit, isAdditive, decimals = 2 }: Metric, value: string): string {
	switch (unit) {
		case 'money':
			return isAdditive
				? `cast(coalesce(${value}, 0) as decimal(18, 2))`
				: `cast(round(${value}, ${decimals}) as decimal(18, ${decimals}))`;
		case 'count':
			return `cast(${value} as bigint)`;
		case 'ratio':
		case 'days':
		case 'minutes':
		case 'rating':
			return `cast(${value} as double)`;
	}
}
