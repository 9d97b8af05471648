import type { Snapshot, SnapshotCheck } from '#records/snapshots.ts';
import { currentSnapshot, listSnapshots, useSnapshot } from '#records/snapshots.ts';
import type { Freshness, SourceState } from '#records/sources.ts';
import { freshness, sourceStates } from '#records/sources.ts';
import { readAlerts } from './alerts.ts';
import type { AlertsPage } from './alerts.ts';
import { metricDefinitions } from './data-metrics.ts';
import type { MetricDefinition } from './data-metrics.ts';
import { readSnapshotLineage } from './lineage.ts';
import type { Lineage } from './lineage.ts';
import { readLineageNode } from './lineage-node.ts';
import type { LineageNodeDetails } from './lineage-node.ts';
import { readQuarantine } from './quarantine.ts';
import type { Quarantine } from './quarantine.ts';
import { records } from './records.ts';
import { readProgress, readRuns } from './runs.ts';
import type { RowCounts, RunProgress, RunRow } from './runs.ts';
import { readSchedule } from './schedule.ts';
import type { SchedulePage } from './schedule.ts';
import type { RequestSnapshot } from './warehouse.ts';

/** Looked through for the last run that ended and what each source last counted. */
const KNOWN_RUNS = 20;
const FIRST_QUARANTINED = 5;

export interface SnapshotRow extends Pick<Snapshot, 'id' | 'runId' | 'asOf' | 'bytes' | 'publishedAt'> {
	/** Whether pages show it now to everybody who looks at no other. */
	readonly isShown: boolean;
	/** Whether this reader looks at it, though another one is in use. */
	readonly isViewed: boolean;
}

export interface SourceRow extends SourceState {
	readonly freshness: Freshness;
	/** Of the last run that got to it. */
	readonly counts: RowCounts | null;
}

/** What the Data page shows. */
export interface DataPage {
	/** The snapshot that pages show; null before the first one. */
	readonly shown: SnapshotRow | null;
	/** The newest first. */
	readonly snapshots: readonly SnapshotRow[];
	/** Asked before the shown snapshot was published. */
	readonly checks: readonly SnapshotCheck[];
	readonly runs: readonly RunRow[];
	/** The last run that has ended. */
	readonly lastRun: RunRow | null;
	/** The run under way. */
	readonly progress: RunProgress | null;
	readonly sources: readonly SourceRow[];
	readonly schedule: SchedulePage;
	readonly alerts: AlertsPage;
	/** Its first rows, and how many there are. */
	readonly quarantine: Quarantine;
	readonly lineage: Lineage;
	/** The node that the address names, of the shown snapshot. */
	readonly node: LineageNodeDetails | null;
	readonly metrics: readonly MetricDefinition[];
	/** The instant of all this, and the zone that instants are written in. */
	readonly now: string;
	readonly zone: string;
}

/**
 * The state of the data now, however old the snapshot is that pages show.
 * @param node the name of the lineage's node that is looked at, null for none
 */
export async function readData(snapshot: RequestSnapshot | null, node: string | null = null): Promise<DataPage> {
	const db = await records();
	const now = new Date();
	const [all, current, states, { rows: runs, lastCounts }, progress, quarantine, schedule, alerts] = await Promise.all([
		listSnapshots(db),
		currentSnapshot(db),
		sourceStates(db),
		readRuns(KNOWN_RUNS),
		readProgress(),
		readQuarantine({ source: null, reason: null, column: null, page: 1 }, FIRST_QUARANTINED),
		readSchedule(now),
		readAlerts(),
	]);
	const snapshots = all.map(({ id, runId, asOf, bytes, publishedAt }) => ({
		id,
		runId,
		asOf,
		bytes,
		publishedAt,
		isShown: id === current?.id,
		isViewed: id === snapshot?.id && id !== current?.id,
	}));
	return {
		shown: snapshots.find(({ isShown }) => isShown) ?? null,
		snapshots,
		checks: all.find(({ id }) => id === snapshot?.id)?.details.checks ?? [],
		runs,
		lastRun: runs.find(({ status }) => status !== 'wanted' && status !== 'running') ?? null,
		progress,
		sources: states.map((state) => ({
			...state,
			freshness: freshness(state, now),
			counts: lastCounts.get(state.source) ?? null,
		})),
		schedule,
		alerts,
		quarantine,
		lineage: snapshot === null ? { nodes: [], relations: [] } : await readSnapshotLineage(snapshot),
		node: snapshot === null || node === null ? null : await readLineageNode(snapshot, node),
		metrics: await metricDefinitions(snapshot),
		now: now.toISOString(),
		zone: snapshot?.facts.zone ?? 'UTC',
	};
}

/** Shows another kept snapshot from now on. Gives whether it exists. */
export async function showSnapshot(id: string): Promise<boolean> {
	return useSnapshot(await records(), id);
}
