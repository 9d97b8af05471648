import { sql, unsafe } from '../query.ts';
import type { Sql } from '../query.ts';
import type { Grain } from './metric.ts';
import { addDays } from './period.ts';
import type { Relation } from './relation.ts';
import type { Slice } from './request.ts';
import type { SnapshotFacts } from './snapshot-facts.ts';

/**
 * First and last day that empty buckets are filled for, as SQL beside a query `found` of the buckets with a value; null
 * when the period and the data have no day in common.
 */
export function coveredDays(
	{ covers = 'events', from, timeColumn }: Relation,
	grain: Grain,
	slice: Slice,
	facts: Pick<SnapshotFacts, 'asOf' | 'firstEventOn' | 'lastEventOn'>,
): { first: Sql; last: Sql } | null {
	if (covers === 'planned') {
		const found = unsafe(grain);
		return { first: sql`(select min(${found}) from found)`, last: sql`(select max(${found}) from found)` };
	}
	const { firstEventOn, lastEventOn, asOf } = facts;
	if (firstEventOn === null || lastEventOn === null) return null;
	const lastCovered = lastEventOn < addDays(asOf, -1) ? addDays(asOf, -1) : lastEventOn;
	const first = slice.from !== null && slice.from > firstEventOn ? slice.from : firstEventOn;
	const last = slice.to === null ? lastEventOn : slice.to <= lastCovered ? addDays(slice.to, -1) : lastCovered;
	if (first > last) return null;
	const ownFirst = sql`(select min(${unsafe(timeColumn)}) from ${unsafe(from)})`;
	return {
		first: covers === 'own' && slice.from === null ? ownFirst : sql`cast(${first} as date)`,
		last: sql`cast(${last} as date)`,
	};
}
