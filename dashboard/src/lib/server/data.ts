import { countQuarantine, listQuarantine } from '#records/quarantine.ts';
import { listSnapshots, useSnapshot } from '#records/snapshots.ts';
import { freshness, sourceStates } from '#records/sources.ts';
import { METRICS, METRIC_IDS } from '#warehouse/metrics/catalog.ts';
import { DIMENSIONS } from '#warehouse/metrics/dimensions.ts';
import { relations } from '#warehouse/reads/data.ts';
import { records } from './records.ts';
import { readProgress, readRuns } from './runs.ts';
import type { RequestSnapshot } from './warehouse.ts';

const SHOWN_RUNS = 20;
const SHOWN_QUARANTINE = 200;

/** What each metric is, for the list of definitions. */
function metricDefinitions() {
	return METRIC_IDS.map((id) => {
		const { name, unit, definition, isAdditive, dimensions } = METRICS[id];
		return { id, name, unit, definition, isAdditive, dimensions: dimensions.map((each) => DIMENSIONS[each].name) };
	});
}

/** Everything the Data page shows: the state of the data now, not of a snapshot. */
export async function readData(snapshot: RequestSnapshot | null) {
	const db = await records();
	const now = new Date();
	const all = await listSnapshots(db);
	const shown = all.find((each) => each.id === snapshot?.id) ?? null;
	return {
		shown:
			shown === null ? null : { id: shown.id, publishedAt: shown.publishedAt, asOf: shown.asOf, runId: shown.runId },
		checks: shown?.details.checks ?? [],
		snapshots: all.map(({ id, publishedAt, asOf, bytes, runId }) => ({
			id,
			publishedAt,
			asOf,
			bytes,
			runId,
			isShown: id === snapshot?.id,
		})),
		runs: await readRuns(SHOWN_RUNS),
		progress: await readProgress(),
		sources: (await sourceStates(db)).map((state) => ({ ...state, freshness: freshness(state, now) })),
		quarantine: {
			rows: await listQuarantine(db, { limit: SHOWN_QUARANTINE }),
			counts: await countQuarantine(db),
		},
		relations: snapshot === null ? [] : await snapshot.cached('relations', relations),
		metrics: metricDefinitions(),
		now: now.toISOString(),
		zone: snapshot?.facts.zone ?? 'UTC',
	};
}

export type DataPage = Awaited<ReturnType<typeof readData>>;

/** Shows another kept snapshot from now on. Gives whether it exists. */
export async function showSnapshot(id: string): Promise<boolean> {
	return useSnapshot(await records(), id);
}
