import * as v from 'valibot';
import { nextAttempt } from '#records/run-retries.ts';
import type { Run, RunStep } from '#records/runs.ts';
import { cancelRun, lastRuns, openRun, runById, stepsOfRun, wantRun } from '#records/runs.ts';
import { slotsOfRun } from '#records/slots.ts';
import type { Slot } from '#records/slots.ts';
import { records } from './records.ts';

const countsSchema = v.object({ read: v.number(), loaded: v.number(), unchanged: v.number(), quarantined: v.number() });

const reportSchema = v.object({
	sources: v.array(
		v.object({
			...countsSchema.entries,
			name: v.string(),
			status: v.picklist(['ok', 'failed', 'skipped']),
			seconds: v.number(),
			/** Reports of before sources said anything beside their counts have none. */
			notes: v.optional(v.array(v.string()), []),
			error: v.nullable(v.string()),
		}),
	),
	checks: v.array(
		v.object({
			name: v.string(),
			severity: v.picklist(['error', 'warn']),
			status: v.picklist(['passed', 'failed']),
			failing: v.number(),
			sample: v.optional(v.array(v.string()), []),
			meaning: v.optional(v.string()),
			isOwn: v.optional(v.boolean(), false),
		}),
	),
});

/** What a run said of its sources and checks. */
type RunDetails = v.InferOutput<typeof reportSchema>;

/** Rows by what became of them: read = loaded + unchanged + quarantined. */
export type RowCounts = v.InferOutput<typeof countsSchema>;

/** A run as pages list it. */
export interface RunRow extends Omit<Run, 'report'> {
	/** The sums of its sources, null where it did not get to them. */
	readonly counts: RowCounts | null;
}

const NOTHING: RunDetails = { sources: [], checks: [] };

/** What a run reported; a report of a shape that is not ours counts as empty. */
function detailsOf(run: Run): RunDetails {
	if (run.report === null) return NOTHING;
	const parsed = v.safeParse(reportSchema, JSON.parse(run.report));
	return parsed.success ? parsed.output : NOTHING;
}

function toRow({ report, ...run }: Run, { sources }: RunDetails): RunRow {
	if (report === null || sources.length === 0) return { ...run, counts: null };
	const counts = { read: 0, loaded: 0, unchanged: 0, quarantined: 0 };
	for (const source of sources) {
		counts.read += source.read;
		counts.loaded += source.loaded;
		counts.unchanged += source.unchanged;
		counts.quarantined += source.quarantined;
	}
	return { ...run, counts };
}

/** The newest runs first; and, by source, what the newest run that got to it counted. */
export async function readRuns(
	limit: number,
): Promise<{ rows: readonly RunRow[]; lastCounts: ReadonlyMap<string, RowCounts> }> {
	const runs = (await lastRuns(await records(), limit)).map((run) => ({ run, details: detailsOf(run) }));
	const lastCounts = new Map<string, RowCounts>();
	for (const { details } of runs) {
		for (const { name, status, read, loaded, unchanged, quarantined } of details.sources) {
			if (status === 'skipped' || lastCounts.has(name)) continue;
			lastCounts.set(name, { read, loaded, unchanged, quarantined });
		}
	}
	return { rows: runs.map(({ run, details }) => toRow(run, details)), lastCounts };
}

interface RunPage {
	readonly run: RunRow;
	readonly details: RunDetails;
	readonly steps: readonly RunStep[];
	/** The slots it is for. */
	readonly slots: readonly Slot[];
	/** The run that tries again what this one failed at. */
	readonly nextRunId: string | null;
}

/** One run with what it reported, its steps, its slots and the attempt after it; null where there is none. */
export async function readRun(runId: string): Promise<RunPage | null> {
	const db = await records();
	const run = await runById(db, runId);
	if (run === null) return null;
	const details = detailsOf(run);
	const [steps, slots, nextRunId] = await Promise.all([
		stepsOfRun(db, runId),
		slotsOfRun(db, runId),
		nextAttempt(db, runId),
	]);
	return { run: toRow(run, details), details, steps, slots, nextRunId };
}

/** How far a run is. */
export interface RunProgress {
	readonly runId: string;
	readonly status: Run['status'];
	readonly isCancelWanted: boolean;
	/** Since it began, or was asked for where it has not; until it ended. */
	readonly seconds: number;
	readonly steps: readonly RunStep[];
}

/** How far a run is, whether it has ended or not; without an id the one under way. Null where there is none. */
export async function readProgress(runId: string | null = null): Promise<RunProgress | null> {
	const db = await records();
	const run = runId === null ? await openRun(db) : await runById(db, runId);
	if (run === null) return null;
	const began = Date.parse(run.startedAt ?? run.wantedAt);
	return {
		runId: run.runId,
		status: run.status,
		isCancelWanted: run.isCancelWanted,
		seconds: run.seconds ?? Math.max(0, Date.now() - began) / 1000,
		steps: await stepsOfRun(db, run.runId),
	};
}

/** Asks for a run; one that waits or works already is given instead. */
export async function askForRun(): Promise<string> {
	return (await wantRun(await records(), { trigger: 'page' })).runId;
}

/** Asks an open run to stop. Gives whether there was one. */
export async function askToCancel(runId: string): Promise<boolean> {
	return cancelRun(await records(), runId);
}
