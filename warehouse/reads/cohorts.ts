import type { Connection } from '../database.ts';
import { join, rows, sql, unsafe } from '../query.ts';
import { nextBucket } from '../metrics/buckets.ts';
import { METRICS } from '../metrics/catalog.ts';
import { filterDimensions, filterSql } from '../metrics/filter-sql.ts';
import type { Filter } from '../metrics/filter.ts';
import { filterText } from '../metrics/filter-text.ts';
import { RELATIONS } from '../metrics/relations.ts';
import type { Scope } from './scope.ts';

/** One cohort in one month. */
export interface CohortCell {
	/** First day of the month of the customers' first sale. */
	readonly cohort_month: string;
	/** First day of the month looked at. */
	readonly month: string;
	/** Whole months between the two; 0 is the first. */
	readonly months_since: number;
	/** Customers of the cohort. */
	readonly size: number;
	/** Those with a sale in `month`. */
	readonly customers: number;
	/** `customers` / `size`, 1 in the first month. */
	readonly retention: number;
	/** The month is still running at the analysis date. */
	readonly is_incomplete: boolean;
}

export interface CohortMatrix {
	/** By cohort, then month; a cell for every month from the cohort's first to the last with data. */
	readonly cells: readonly CohortCell[];
	/** Parts of the filter that tell orders apart, not customers, and were left out; canonical text of each. */
	readonly ignored: readonly string[];
}

/**
 * The cohorts of the last months and how many of their customers came back in each month since.
 * @param scope its filter applies where it is about country and kind, which are the customer's here; its days do not
 * @param options `cohorts`: how many, counted back from the last month with data; all by default
 */
export async function cohortMatrix(
	db: Connection,
	scope: Pick<Scope, 'facts' | 'filter'>,
	options: { readonly cohorts?: number } = {},
): Promise<CohortMatrix> {
	const { applied, ignored } = splitFilter(scope.filter);
	const relation = RELATIONS.cohort_cells;
	const conditions = applied.map((term) => filterSql(term, relation));
	if (options.cohorts !== undefined) {
		conditions.push(
			sql`cohort_month > (select max(month) from rollup_cohorts_by_month) - to_months(${options.cohorts})`,
		);
	}
	const cells = await rows<Omit<CohortCell, 'is_incomplete'>>(
		db,
		sql`select cohort_month, month, months_since, cast(sum(size) as bigint) as size,
			cast(sum(customers) as bigint) as customers, sum(customers) / sum(size) as retention
		from ${unsafe(relation.from)}
		where ${conditions.length === 0 ? unsafe('true') : join(conditions, ' and ')}
		group by all
		order by cohort_month, month`,
	);
	const isRunning = (month: string): boolean => nextBucket('month', month) > scope.facts.asOf;
	return { cells: cells.map((cell) => ({ ...cell, is_incomplete: isRunning(cell.month) })), ignored };
}

function splitFilter(filter: Filter | null): { applied: readonly Filter[]; ignored: readonly string[] } {
	const terms: readonly Filter[] = filter === null ? [] : filter.kind === 'and' ? filter.terms : [filter];
	const known: readonly string[] = METRICS.cohort_customers.dimensions;
	const applies = (term: Filter): boolean => filterDimensions(term).every((dimension) => known.includes(dimension));
	return { applied: terms.filter(applies), ignored: terms.filter((term) => !applies(term)).map(filterText) };
}
