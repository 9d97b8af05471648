import type { Connection } from '../database.ts';
import { METRICS } from '../metrics/catalog.ts';
import { elapsedDays, reachesBackTo } from '../metrics/comparison.ts';
import type { DimensionId } from '../metrics/dimensions.ts';
import { parseFilter } from '../metrics/filter.ts';
import type { Filter } from '../metrics/filter.ts';
import { addDays, comparisonDays, resolvePeriod } from '../metrics/period.ts';
import type { Comparison, DayRange } from '../metrics/period.ts';
import { snapshotFacts } from '../metrics/snapshot-facts.ts';
import type { SnapshotFacts } from '../metrics/snapshot-facts.ts';

/** What a page is asked to show: a stretch of time, what it is held against, and a filter. */
export interface ScopeOptions {
	/** A period's name or two days as `resolvePeriod` reads them, or the days themselves (`to` exclusive). */
	readonly period: string | DayRange;
	/** Null or left out: compared with nothing. */
	readonly compare?: Comparison | null;
	/** A condition in the filter language; empty for none. */
	readonly where?: string;
	/** What the condition may name; the dimensions of orders when left out. */
	readonly dimensions?: readonly DimensionId[];
}

/** The same, worked out on a snapshot; the reads of a page take it, so all of them show the same days. */
export interface Scope {
	readonly facts: SnapshotFacts;
	/** The days shown, cut off at the analysis date. */
	readonly days: DayRange;
	/** The days compared with; null when nothing is compared or the data does not reach back to them. */
	readonly compared: DayRange | null;
	/** The days that would be compared with, were there data; null when nothing is compared. */
	readonly comparedWanted: DayRange | null;
	readonly filter: Filter | null;
	readonly where: string;
}

/**
 * Works out the days, the days compared with and the filter of a page on the connection's snapshot.
 * @throws RequestError for a period or filter that cannot be read
 */
export async function readScope(db: Connection, options: ScopeOptions): Promise<Scope> {
	const facts = await snapshotFacts(db);
	const { period, where = '', dimensions = METRICS.customers.dimensions } = options;
	const text = typeof period === 'string' ? period : `${period.from}..${addDays(period.to, -1)}`;
	const wanted = resolvePeriod(text, facts.asOf, facts.firstEventOn);
	const days = elapsedDays(wanted, facts.asOf);
	const comparedWanted = options.compare ? comparisonDays(days, options.compare) : null;
	const hasHistory = comparedWanted !== null && reachesBackTo(comparedWanted, facts.firstEventOn);
	return {
		facts,
		days,
		compared: hasHistory ? comparedWanted : null,
		comparedWanted,
		filter: parseFilter(where, dimensions),
		where,
	};
}
