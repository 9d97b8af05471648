import * as v from 'valibot';
import type { Run, RunStep } from '#records/runs.ts';
import { cancelRun, lastRuns, openRun, runById, stepsOfRun, wantRun } from '#records/runs.ts';
import { records } from './records.ts';

const countsSchema = v.object({ read: v.number(), loaded: v.number(), unchanged: v.number(), quarantined: v.number() });

const reportSchema = v.object({
	sources: v.array(
		v.object({
			...countsSchema.entries,
			name: v.string(),
			status: v.picklist(['ok', 'failed', 'skipped']),
			seconds: v.number(),
			error: v.nullable(v.string()),
		}),
	),
	steps: v.array(v.object({ name: v.string(), status: v.picklist(['ok', 'failed', 'skipped']), seconds: v.number() })),
	checks: v.array(
		v.object({
			name: v.string(),
			severity: v.picklist(['error', 'warn']),
			status: v.picklist(['passed', 'failed']),
			failing: v.number(),
			meaning: v.optional(v.string(), ''),
			sample: v.optional(v.array(v.string()), []),
		}),
	),
});

export type ReportDetails = v.InferOutput<typeof reportSchema>;

/** A run as pages list it, with the sums of its sources. */
export interface RunRow extends Run {
	/** Taken apart already: `readRun` gives its details. */
	readonly report: null;
	readonly counts: v.InferOutput<typeof countsSchema>;
}

const NOTHING: ReportDetails = { sources: [], steps: [], checks: [] };

/** What a run reported; a report of a shape that is not ours counts as empty. */
function details(run: Run): ReportDetails {
	if (run.report === null) return NOTHING;
	const parsed = v.safeParse(reportSchema, JSON.parse(run.report));
	return parsed.success ? parsed.output : NOTHING;
}

function toRow(run: Run): RunRow {
	const counts = { read: 0, loaded: 0, unchanged: 0, quarantined: 0 };
	for (const source of details(run).sources) {
		counts.read += source.read;
		counts.loaded += source.loaded;
		counts.unchanged += source.unchanged;
		counts.quarantined += source.quarantined;
	}
	return { ...run, report: null, counts };
}

/** The newest runs first. */
export async function readRuns(limit: number): Promise<RunRow[]> {
	return (await lastRuns(await records(), limit)).map(toRow);
}

/** One run with what it reported; null where there is none. */
export async function readRun(
	runId: string,
): Promise<{ run: RunRow; details: ReportDetails; steps: RunStep[] } | null> {
	const db = await records();
	const run = await runById(db, runId);
	return run === null ? null : { run: toRow(run), details: details(run), steps: await stepsOfRun(db, runId) };
}

/** What a page shows of the run that waits or works. */
export interface RunProgress {
	readonly runId: string;
	readonly status: 'wanted' | 'running';
	readonly isCancelWanted: boolean;
	readonly steps: readonly RunStep[];
}

/** The run under way, or null. */
export async function readProgress(): Promise<RunProgress | null> {
	const db = await records();
	const run = await openRun(db);
	if (run === null || (run.status !== 'wanted' && run.status !== 'running')) return null;
	return {
		runId: run.runId,
		status: run.status,
		isCancelWanted: run.isCancelWanted,
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
