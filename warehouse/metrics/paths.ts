import { metricId, metricOf } from './catalog.ts';
import type { MetricRef } from './catalog.ts';
import type { MetricPath } from './metric.ts';
import { filterDimensions } from './filter-sql.ts';
import { addDays } from './period.ts';
import { relationOf } from './relations.ts';
import type { Relation } from './relation.ts';
import type { Slice } from './request.ts';
import { listed, RequestError } from './request-error.ts';
import type { SnapshotFacts } from './snapshot-facts.ts';

export type EventDays = Pick<SnapshotFacts, 'firstEventOn' | 'lastEventOn'>;

export interface ChosenPath {
	readonly path: MetricPath;
	readonly relation: Relation;
}

/**
 * The way to compute a metric for a slice: the first of its paths whose relation carries every dimension of the
 * breakdown and of the filter, and whose grain of time the slice can be put together from. A rollup stands before the
 * facts in the catalogue, so it is taken wherever it gives the same figure.
 * @param options `factsOnly`: no rollups, for the rows themselves
 * @throws RequestError when no path does
 */
export function choosePath(
	metric: MetricRef,
	slice: Slice,
	days: EventDays,
	{ factsOnly = false }: { readonly factsOnly?: boolean } = {},
): ChosenPath {
	const { paths, dimensions } = metricOf(metric);
	const needed = [...slice.by, ...filterDimensions(slice.filter)];
	for (const path of paths) {
		const relation = relationOf(path);
		if (!needed.every((dimension) => relation.dimensions[dimension] !== undefined)) continue;
		if (path.withinMonth && !staysWithinMonths(slice, days)) continue;
		if (!factsOnly || !relation.isRollup) return { path, relation };
	}
	throw new RequestError(
		`${metricId(metric)} cannot be combined by ${listed(needed)} (expected ${listed(dimensions)})`,
	);
}

/** Whether each row of the result lies within one month and the slice begins and ends with whole months. */
function staysWithinMonths(slice: Slice, { firstEventOn, lastEventOn }: EventDays): boolean {
	const { from, to } = slice;
	if (firstEventOn === null || lastEventOn === null) return true;
	const startsWhole = from === null || from.endsWith('-01') || from <= firstEventOn;
	const endsWhole = to === null || to.endsWith('-01') || to > lastEventOn;
	const first = from !== null && from > firstEventOn ? from : firstEventOn;
	const last = to !== null && to <= lastEventOn ? addDays(to, -1) : lastEventOn;
	const isOneMonth = first.slice(0, 7) === last.slice(0, 7);
	return startsWhole && endsWhole && (slice.grain === 'month' || slice.by.includes('months_since') || isOneMonth);
}
