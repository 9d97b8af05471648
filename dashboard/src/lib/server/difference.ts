import { listSnapshots } from '#records/snapshots.ts';
import { METRICS, isMetricId } from '#warehouse/metrics/catalog.ts';
import type { MetricId } from '#warehouse/metrics/catalog.ts';
import type { Localized } from '#warehouse/metrics/localized.ts';
import type { MetricUnit } from '#warehouse/metrics/metric.ts';
import { compareFigures, snapshotFigures } from '#warehouse/reads/difference/changed-figures.ts';
import type { ChangedFigure, SnapshotFigures } from '#warehouse/reads/difference/changed-figures.ts';
import { changedRows, factDifference } from '#warehouse/reads/difference/changed-rows.ts';
import type { ChangedRow, FactDifference, RowScope } from '#warehouse/reads/difference/changed-rows.ts';
import { FACTS, rowsOfMetric } from '#warehouse/reads/difference/facts.ts';
import type { FactId } from '#warehouse/reads/difference/facts.ts';
import { records } from './records.ts';
import { readBoth, snapshotById } from './warehouse.ts';

const SHOWN_ROWS = 100;

/** A snapshot that can be compared. */
export interface ComparedSnapshot {
	readonly id: string;
	readonly publishedAt: string;
	readonly asOf: string;
}

/** A figure that differs, with what is needed to write it. */
export interface FigureRow extends ChangedFigure {
	readonly name: Localized;
	readonly definition: Localized;
	readonly unit: MetricUnit;
}

/** The rows that a reader looks at: of a fact, or those that changed a figure, of one month or all. */
export interface RowsOfDifference {
	readonly fact: FactId;
	readonly counts: FactDifference;
	readonly rows: readonly ChangedRow[];
	/** Whether exactly those rows are counted that the figure is computed from; else all of its fact. */
	readonly isOfFigureAlone: boolean;
}

export interface DifferencePage {
	readonly snapshots: readonly ComparedSnapshot[];
	readonly before: ComparedSnapshot;
	readonly after: ComparedSnapshot;
	readonly currency: string;
	/** The currency of the earlier one, where that is another. */
	readonly otherCurrency: string | null;
	readonly figures: readonly FigureRow[];
	readonly compared: number;
	readonly incomparable: readonly Localized[];
	/** Facts of which rows differ. */
	readonly facts: readonly FactDifference[];
	/** The figure that is looked into, or null. */
	readonly metric: FigureRow | null;
	readonly month: string | null;
	readonly detail: RowsOfDifference | null;
}

/** What an address asks for; whatever it does not name is chosen. */
export interface DifferenceQuery {
	readonly before: string | null;
	readonly after: string | null;
	readonly metric: string | null;
	readonly month: string | null;
	readonly fact: string | null;
}

const FACT_IDS = Object.keys(FACTS) as FactId[];
const isFactId = (text: string): text is FactId => (FACT_IDS as string[]).includes(text);

export function parseDifferenceQuery(url: URL): DifferenceQuery {
	const of = (name: string): string | null => url.searchParams.get(name);
	const month = of('month');
	return {
		before: of('before'),
		after: of('after'),
		metric: of('metric'),
		month: month !== null && /^\d{4}-(0[1-9]|1[0-2])-01$/.test(month) ? month : null,
		fact: of('fact'),
	};
}

/** Two snapshots: as they were asked for, else the newest and the one before it; null where there are not two. */
function choose(
	all: readonly ComparedSnapshot[],
	query: DifferenceQuery,
): readonly [ComparedSnapshot, ComparedSnapshot] | null {
	const named = (id: string | null): ComparedSnapshot | undefined => all.find((snapshot) => snapshot.id === id);
	const after = named(query.after) ?? all.find(({ id }) => id !== query.before);
	const before = named(query.before) ?? (after && all.find(({ publishedAt }) => publishedAt < after.publishedAt));
	return after === undefined || before === undefined ? null : [before, after];
}

function figureRow(changed: ChangedFigure): FigureRow {
	const { name, definition, unit } = METRICS[changed.metric];
	return { ...changed, name, definition, unit };
}

async function readDetail(
	ids: readonly [string, string],
	metric: MetricId | null,
	query: DifferenceQuery,
): Promise<RowsOfDifference | null> {
	const of = metric === null ? null : rowsOfMetric(metric);
	const day = of?.day ?? null;
	const fact = of?.fact ?? (query.fact !== null && isFactId(query.fact) ? query.fact : null);
	if (fact === null) return null;
	const month = day !== null && query.month !== null ? { column: day, first: query.month } : null;
	const scope: RowScope = { only: of?.only ?? null, month };
	return readBoth(...ids, `rows ${JSON.stringify([fact, scope])}`, async (db, both) => {
		const counts = await factDifference(db, both, fact, scope);
		const rows = await changedRows(db, both, fact, { ...scope, limit: SHOWN_ROWS });
		return counts === null || rows === null ? null : { fact, counts, rows, isOfFigureAlone: day !== null };
	});
}

async function readFacts(ids: readonly [string, string]): Promise<FactDifference[]> {
	return readBoth(...ids, 'facts', async (db, both) => {
		const found: FactDifference[] = [];
		for (const id of FACT_IDS) {
			const difference = await factDifference(db, both, id);
			if (difference !== null) found.push(difference);
		}
		return found;
	});
}

/** What differs between two kept snapshots; null where there are not two of them. */
export async function readDifference(query: DifferenceQuery): Promise<DifferencePage | null> {
	const snapshots = (await listSnapshots(await records())).map(({ id, publishedAt, asOf }) => ({
		id,
		publishedAt,
		asOf,
	}));
	const chosen = choose(snapshots, query);
	if (chosen === null) return null;
	const [before, after] = chosen;
	const ids = [before.id, after.id] as const;
	const [one, other] = [
		await snapshotById(before.id, before.publishedAt),
		await snapshotById(after.id, after.publishedAt),
	];
	const figuresOf = async (snapshot: typeof one): Promise<SnapshotFigures> =>
		snapshot.cached('every figure', snapshotFigures);
	const { changed, compared, incomparable } = compareFigures(await figuresOf(one), await figuresOf(other));
	const figures = changed.map(figureRow);
	const metric = query.metric !== null && isMetricId(query.metric) ? query.metric : null;
	const { name, definition, unit } = METRICS[metric ?? 'net_revenue'];
	const same = { metric: metric ?? 'net_revenue', before: null, after: null, difference: null, months: [] } as const;
	return {
		snapshots,
		before,
		after,
		currency: other.facts.currency,
		otherCurrency: one.facts.currency === other.facts.currency ? null : one.facts.currency,
		figures,
		compared,
		incomparable: incomparable.map((id) => METRICS[id].name),
		facts: (await readFacts(ids)).filter(({ added, removed, changed: rows }) => added + removed + rows > 0),
		metric:
			metric === null ? null : (figures.find((row) => row.metric === metric) ?? { ...same, name, definition, unit }),
		month: metric === null ? null : query.month,
		detail: await readDetail(ids, metric, query),
	};
}
