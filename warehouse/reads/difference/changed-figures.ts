import type { Connection } from '../../database.ts';
import { METRICS, METRIC_IDS } from '../../metrics/catalog.ts';
import type { MetricId } from '../../metrics/catalog.ts';
import type { Metric } from '../../metrics/metric.ts';
import { snapshotFacts } from '../../metrics/snapshot-facts.ts';
import { nothing, readFigures } from '../figures.ts';

/** The value of one figure in one snapshot: over everything, and by month (`YYYY-MM-01`) where it has months. */
export interface FigureValues {
	readonly total: number | null;
	readonly months: ReadonlyMap<string, number | null>;
}

/** Every figure of a snapshot; one that it cannot give, because it was built before there was such a figure, is left out. */
export type SnapshotFigures = ReadonlyMap<MetricId, FigureValues>;

export interface ChangedMonth {
	readonly month: string;
	readonly before: number | null;
	readonly after: number | null;
}

/** A figure that differs between two snapshots, in total or in any month. */
export interface ChangedFigure {
	readonly metric: MetricId;
	readonly before: number | null;
	readonly after: number | null;
	/** `after - before`, null where either is missing. */
	readonly difference: number | null;
	/** The months that differ, the newest first. */
	readonly months: readonly ChangedMonth[];
}

export interface FigureDifference {
	readonly changed: readonly ChangedFigure[];
	/** So many were compared. */
	readonly compared: number;
	/** Those that only one of the two can give. */
	readonly incomparable: readonly MetricId[];
}

const WHOLE = { by: [], from: null, to: null, filter: null } as const;

function hasMonths(id: MetricId): boolean {
	return (METRICS[id] as Metric).grains.includes('month');
}

async function readSome(db: Connection, ids: readonly MetricId[]): Promise<SnapshotFigures> {
	const facts = await snapshotFacts(db);
	const [whole] = await readFigures(db, ids, { ...WHOLE, grain: null }, facts);
	const monthly = ids.filter(hasMonths);
	const byMonth = monthly.length === 0 ? [] : await readFigures(db, monthly, { ...WHOLE, grain: 'month' }, facts);
	return new Map(
		ids.map((id) => {
			const months = byMonth.flatMap(({ group, values }): [string, number | null][] => {
				const month = group.month;
				return typeof month === 'string' && hasMonths(id) ? [[month, values[id]]] : [];
			});
			return [id, { total: whole?.values[id] ?? null, months: new Map(months) }];
		}),
	);
}

/** Reads every figure of the connection's snapshot, in as few passes as they can be read in. */
export async function snapshotFigures(db: Connection): Promise<SnapshotFigures> {
	try {
		return await readSome(db, METRIC_IDS);
	} catch {
		// A snapshot of before lacks a relation of some: then each is asked by itself.
		const found = new Map<MetricId, FigureValues>();
		for (const id of METRIC_IDS) {
			const values = await readSome(db, [id]).catch(() => null);
			for (const [metric, value] of values ?? []) found.set(metric, value);
		}
		return found;
	}
}

/** Sums of floating-point numbers differ in their last digits with the order of rows; that is no change. */
function isSame(before: number | null, after: number | null): boolean {
	if (before === null || after === null) return before === after;
	return Math.abs(before - after) <= 1e-9 * Math.max(1, Math.abs(before), Math.abs(after));
}

/** A month that one of the two has nothing in counts as 0 there, where the figure is a sum or a count. */
function changedMonths(metric: MetricId, before: FigureValues, after: FigureValues): ChangedMonth[] {
	const empty = nothing([metric])[metric];
	const valueIn = ({ months }: FigureValues, month: string): number | null =>
		months.has(month) ? (months.get(month) ?? null) : empty;
	const months = [...new Set([...before.months.keys(), ...after.months.keys()])].sort().reverse();
	return months
		.map((month) => ({ month, before: valueIn(before, month), after: valueIn(after, month) }))
		.filter((each) => !isSame(each.before, each.after));
}

/** Which figures differ between two snapshots and by how much, in the order of the catalogue. Pure. */
export function compareFigures(before: SnapshotFigures, after: SnapshotFigures): FigureDifference {
	const changed: ChangedFigure[] = [];
	const incomparable: MetricId[] = [];
	let compared = 0;
	for (const metric of METRIC_IDS) {
		const [one, other] = [before.get(metric), after.get(metric)];
		if (one === undefined && other === undefined) continue;
		if (one === undefined || other === undefined) {
			incomparable.push(metric);
			continue;
		}
		compared += 1;
		const months = changedMonths(metric, one, other);
		if (isSame(one.total, other.total) && months.length === 0) continue;
		const difference = one.total === null || other.total === null ? null : other.total - one.total;
		changed.push({ metric, before: one.total, after: other.total, difference, months });
	}
	return { changed, compared, incomparable };
}
