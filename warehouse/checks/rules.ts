import type { Check } from './check.ts';

/** How many failing rows a sample shows at most. */
export const SAMPLED = 20;

function sampleOf(columns: readonly string[], from: string): string {
	return `select distinct concat_ws(' ', ${columns.map((column) => `${column}::varchar`).join(', ')}) as text
		from ${from} order by 1 limit ${SAMPLED}`;
}

/**
 * A key is unique; null counts as one value. Counting distinct 64-bit hashes takes a quarter of a microsecond a row; only
 * when they are fewer than the rows, which a collision alone could cause, are the keys themselves grouped.
 */
export function unique(relation: string, columns: readonly string[], meaning: string): Check {
	const key = columns.join(', ');
	const repeated = `(select ${key}, count(*) as times from ${relation} group by ${key} having count(*) > 1)`;
	return {
		name: columns.length === 1 ? `${relation}.${key} unique` : `${relation} key unique`,
		severity: 'error',
		meaning,
		sql: `select count(*) - count(distinct hash(${key})) as failing from ${relation}`,
		confirmSql: `select coalesce(sum(times - 1), 0)::bigint as failing from ${repeated}`,
		sampleSql: sampleOf(columns, repeated),
	};
}

/** A column is filled in every row. */
export function notNull(relation: string, column: string, meaning: string, sampled?: string): Check {
	const missing = `${relation} where ${column} is null`;
	return {
		name: `${relation}.${column} not_null`,
		severity: 'error',
		meaning,
		sql: `select count(*) as failing from ${missing}`,
		...(sampled === undefined ? {} : { sampleSql: sampleOf([sampled], missing) }),
	};
}

/** What a column names exists in another relation; null names nothing. */
export function references(
	relation: string,
	column: string,
	target: string,
	severity: Check['severity'],
	meaning: string,
): Check {
	const dangling = `${relation} anti join ${target} using (${column}) where ${column} is not null`;
	return {
		name: `${relation}.${column} in ${target}`,
		severity,
		meaning,
		sql: `select count(*) as failing from ${dangling}`,
		sampleSql: sampleOf([column], dangling),
	};
}

/** A column has one of a few values; null is none of this check's business. */
export function accepted(
	relation: string,
	column: string,
	values: readonly string[],
	severity: Check['severity'],
): Check {
	const others = `${relation} where ${column} not in (${values.map((value) => `'${value}'`).join(', ')})`;
	return {
		name: `${relation}.${column} accepted`,
		severity,
		meaning: `${column} of ${relation} is none of ${values.join(', ')}`,
		sql: `select count(*) as failing from ${others}`,
		sampleSql: sampleOf([column], others),
	};
}

/**
 * No row of a relation meets a condition that none should.
 * @param rule what holds, as the name says it: `fct_deals.probability 0 to 1`
 */
export function never(
	relation: string,
	rule: string,
	severity: Check['severity'],
	meaning: string,
	condition: string,
	sampled?: string,
): Check {
	const broken = `${relation} where ${condition}`;
	return {
		name: `${relation}.${rule}`,
		severity,
		meaning,
		sql: `select count(*) as failing from ${broken}`,
		...(sampled === undefined ? {} : { sampleSql: sampleOf([sampled], broken) }),
	};
}

/** Two queries of one value each give the same. */
export function equal(name: string, meaning: string, left: string, right: string): Check {
	return {
		name,
		severity: 'error',
		meaning,
		sql: `select case when (${left}) is not distinct from (${right}) then 0 else 1 end as failing`,
	};
}

/** The same check for a run alone, where staging is there to compare with. */
export function duringRun(check: Check): Check {
	return { ...check, needsStaging: true };
}
