import type { Connection } from '../database.ts';
import { rows } from '../query.ts';
import { METRICS } from '../metrics/catalog.ts';
import type { MetricId } from '../metrics/catalog.ts';
import { fillsBuckets, groupByRelation, sliceSql } from '../metrics/compile.ts';
import type { Metric } from '../metrics/metric.ts';
import type { Slice } from '../metrics/request.ts';
import type { SnapshotFacts } from '../metrics/snapshot-facts.ts';

type GroupValue = string | number | boolean | null;

/** The values of several metrics for one bucket and group; money in base currency, rounded. */
export interface Figures<Id extends MetricId> {
	/** By grain and dimension, as the slice names them; empty where it names none. */
	readonly group: Readonly<Record<string, GroupValue>>;
	/** 0 where a sum or count found nothing, null where there was nothing to divide by. */
	readonly values: Readonly<Record<Id, number | null>>;
}

/**
 * Reads several metrics of one slice, in a pass per relation that they are computed from, and puts together what
 * belongs to the same bucket and group. What is so as of the snapshot (an open pipeline) is read without the days of
 * the slice unless it has a grain. A slice without grain and dimensions gives one row, any other one per bucket and group
 * that has a figure. In no order.
 */
export async function readFigures<Id extends MetricId>(
	db: Connection,
	metrics: readonly Id[],
	slice: Slice,
	facts: SnapshotFacts,
): Promise<Figures<Id>[]> {
	const isState = (id: Id): boolean => (METRICS[id] as Metric).isState === true && slice.grain === null;
	const found = new Map<string, Figures<Id>>();
	const anytime = { ...slice, from: null, to: null };
	for (const [ids, asked] of [
		[metrics.filter((id) => !isState(id)), slice],
		[metrics.filter(isState), anytime],
	] as const) {
		for (const set of groupByRelation(ids, asked, facts) as Id[][])
			await readSet(db, set, asked, facts, metrics, found);
	}
	return [...found.values()];
}

async function readSet<Id extends MetricId>(
	db: Connection,
	set: readonly Id[],
	slice: Slice,
	facts: SnapshotFacts,
	metrics: readonly Id[],
	found: Map<string, Figures<Id>>,
): Promise<void> {
	const empty = nothing(metrics);
	const groups = [...(slice.grain === null ? [] : [slice.grain]), ...slice.by];
	for (const row of await rows<Record<string, GroupValue>>(db, sliceSql(set, slice, facts))) {
		const group = Object.fromEntries(groups.map((name) => [name, row[name] ?? null]));
		const key = JSON.stringify(Object.values(group));
		const values = set.map((id) => {
			const value = row[set.length === 1 ? 'value' : id] ?? null;
			return [id, value === null ? null : Number(value)] as const;
		});
		// Rows that count for none of the metrics are in a pass of several all the same.
		if (groups.length > 0 && values.every(([id, value]) => value === empty[id])) continue;
		const before = found.get(key)?.values ?? empty;
		found.set(key, { group, values: { ...before, ...Object.fromEntries(values) } });
	}
}

/** What a group has of metrics that found nothing in it. */
export function nothing<Id extends MetricId>(metrics: readonly Id[]): Readonly<Record<Id, number | null>> {
	const values = metrics.map((id) => [id, fillsBuckets(id) ? 0 : null]);
	return Object.fromEntries(values) as Record<Id, number | null>;
}
