import type { DimensionId } from './dimensions.ts';
import type { Localized } from './localized.ts';
import type { Relation } from './relation.ts';
import type { RelationId } from './relations.ts';

/**
 * `money` is in base currency, `count` a whole number, `ratio` a share where 1 is all of it, `days` and `minutes` a
 * duration, `rating` a place on a scale of 1 (bad) to 5 (good).
 */
export type MetricUnit = 'money' | 'count' | 'ratio' | 'days' | 'minutes' | 'rating';

/** One way to compute a metric; the compiler takes the first that carries what a request needs. */
export interface MetricPath {
	/** One of the catalogue's, or one that comes along with a metric of somebody's own. */
	readonly relation: RelationId | Relation;
	/** The rows that count. Becomes the `where` of a query, or a `filter` where several metrics share one. */
	readonly only: string | null;
	/** The aggregate; `only` is empty or a `filter (where …)` to set behind every aggregate function. */
	readonly value: (only: string) => string;
	/** Which of the rows, or of the customers of a relation per customer, are behind the figure; all where left out. */
	readonly counted?: string;
	/** Right only where every row of the result lies within one month: the values add up over all but time. */
	readonly withinMonth?: true;
	/** A cohort's first month, always 1, counts only where a row or the filter singles months out. */
	readonly laterMonthsUnlessNamed?: true;
}

/** A figure with its one definition. */
export interface Metric {
	readonly name: Localized;
	readonly unit: MetricUnit;
	/** The exact rule in one sentence: what counts, by which day, what is left out. */
	readonly definition: Localized;
	/** Whether the values of parts (buckets of time, groups) add up to the value of the whole. */
	readonly isAdditive: boolean;
	/** Whether more is good news for the business; decides the colour of a change. */
	readonly higherIsBetter: boolean;
	/** What is so now, as of the snapshot: a period tells its rows apart by a day of theirs, it does not go back in time. */
	readonly isState?: true;
	/** Of a share of things that are counted: the metrics that add up to how many those are. */
	readonly shareOf?: readonly string[];
	/** Decimals of a mean or median of money, where cents are too coarse; 2 where left out. */
	readonly decimals?: 2 | 4;
	readonly dimensions: readonly DimensionId[];
	readonly grains: readonly Grain[];
	/** Preferred first. */
	readonly paths: readonly MetricPath[];
}

/** A figure of somebody's own: not in the catalogue, but kept with the snapshots that were built with it. */
export interface OwnMetric extends Metric {
	readonly id: string;
}

export const GRAINS = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type Grain = (typeof GRAINS)[number];
