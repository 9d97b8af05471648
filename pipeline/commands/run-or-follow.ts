import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';
import type { Records } from '#records/database.ts';
import { LeaseHeldError, takeLease } from '#records/lease.ts';
import type { Lease } from '#records/lease.ts';
import { readRunLog } from '#records/run-logs.ts';
import { cancelRun, runById, stepsOfRun, wantRun } from '#records/runs.ts';
import type { Backfill, Run, RunError, WantedRun } from '#records/runs.ts';
import type { LoadedConfig } from '../config.ts';
import { clearLeftovers } from '../data-folder.ts';
import { describeFailure } from '../describe-failure.ts';
import { UsageError } from '../errors.ts';
import { plannedSteps, stepTasks } from '../planned-steps.ts';
import { describeLogLine } from '../run-log.ts';
import type { RunReport } from '../run-report.ts';
import { runPipeline } from '../run.ts';
import { sourcesOfRun } from '../run-sources.ts';
import { RECORDS_SOURCE } from '../sources/records/tables.ts';
import { displayTasks, say } from '../terminal.ts';
import type { TaskDisplay } from '../terminal.ts';
import type { CommandContext } from './command.ts';

/** What a run is to do. */
export interface RunWish {
	readonly isFull: boolean;
	/** Whether every model is fitted anew. */
	readonly isRefit?: boolean;
	/** A range of the sources to read beside their cursors; null for what is new. */
	readonly backfill?: Backfill | null;
	/** Only these sources, or null for all. */
	readonly onlySources: readonly string[] | null;
}

const FOLLOW_EVERY_MS = 200;
/** What a follower says who stops following a run that others wait for. */
const GOES_ON: RunError = {
	kind: 'cancelled',
	message: 'the run goes on without this command, which was not alone in asking for it',
	hint: 'see how it ends with `kundig status`, or cancel it on the Data page',
};
/** How often a follower looks whether the supervisor still lives. */
const LOOKS_PER_PROBE = 10;

/**
 * Refuses names of sources that there are not.
 * @throws UsageError that lists those there are
 */
export function requireSources(names: readonly string[], loaded: LoadedConfig): void {
	const known = [...loaded.config.sources.map((source) => source.name), RECORDS_SOURCE];
	const stranger = names.find((name) => !known.includes(name));
	if (stranger !== undefined) {
		throw new UsageError(`no such source: "${stranger}" (expected ${known.join(', ')})`);
	}
}

/**
 * Runs the pipeline in this process; where a supervisor holds the data folder, files the run there and follows it. Gives
 * the same report either way. When the supervisor dies meanwhile, this process runs it after all.
 * @throws LeaseHeldError when another run, not a supervisor, holds the folder
 */
export async function runOrFollow(
	records: Records,
	loaded: LoadedConfig,
	context: CommandContext,
	wish: RunWish,
): Promise<RunReport> {
	const wanted: WantedRun = {
		trigger: 'command',
		isFull: wish.isFull,
		isRefit: wish.isRefit === true,
		backfill: wish.backfill ?? null,
		...(wish.onlySources === null ? {} : { onlySources: wish.onlySources }),
	};
	for (;;) {
		const lease = await leaseOrSupervisor(records, context.dataDir);
		if (lease !== null) return runHere(records, loaded, context, wanted, lease);
		const ofConfig = context.options.config === undefined ? '' : ', with the config it was started with';
		say(`Kundig is running on this data folder; the run is filed there${ofConfig}`);
		const run = await wantRun(records, wanted);
		const report = await follow(records, run, context, await show(records, loaded, wanted, context));
		if (report !== null) return report;
		say('Kundig has ended meanwhile; the run is done here');
	}
}

/** The lease, or null when a supervisor has it. */
async function leaseOrSupervisor(records: Records, dataDir: string): Promise<Lease | null> {
	try {
		return await takeLease(records, dataDir, 'run', new Date());
	} catch (error) {
		if (error instanceof LeaseHeldError && error.holder?.role === 'supervisor') return null;
		throw error;
	}
}

async function show(
	records: Records,
	loaded: LoadedConfig,
	wanted: WantedRun,
	{ options }: CommandContext,
): Promise<TaskDisplay | null> {
	if (options.json) return null;
	const onlySources = wanted.onlySources ?? null;
	const sources = await sourcesOfRun(records, loaded.config, onlySources);
	return displayTasks(stepTasks(plannedSteps(sources, onlySources)), { concurrent: false });
}

async function runHere(
	records: Records,
	loaded: LoadedConfig,
	context: CommandContext,
	wanted: WantedRun,
	lease: Lease,
): Promise<RunReport> {
	const renewing = setInterval(() => void lease.renew().catch(() => undefined), 5_000);
	try {
		await clearLeftovers(records, context.dataDir);
		const run = await wantRun(records, wanted);
		const display = await show(records, loaded, wanted, context);
		const report = await runPipeline({
			records,
			dataDir: context.dataDir,
			loaded,
			run,
			fencingToken: lease.token,
			signal: context.signal,
			onStep: (position, step) => display?.update(String(position), step),
			onError: (error) => {
				if (context.options.verbose) say(inspect(error));
			},
			onLog: (line) => {
				if (context.options.verbose) say(describeLogLine(line));
			},
		});
		await display?.finish();
		return report;
	} finally {
		clearInterval(renewing);
		await lease.release();
	}
}

/** Says each new line of a run's log. */
function followLog(dataDir: string, runId: string): () => void {
	let from = 0;
	return () => {
		const { lines, next } = readRunLog(dataDir, runId, from);
		from = next;
		for (const line of lines) say(describeLogLine(line));
	};
}

/**
 * Follows a run to its end; null when nobody is left to do it. Told to stop, it cancels the run that was filed for this
 * command; one that somebody else wants too goes on without it.
 */
async function follow(
	records: Records,
	run: Run,
	{ signal, dataDir, options }: CommandContext,
	display: TaskDisplay | null,
): Promise<RunReport | null> {
	const sayLog = options.verbose ? followLog(dataDir, run.runId) : () => undefined;
	const isOwn = run.trigger === 'command';
	let isCancelled = false;
	for (let look = 1; ; look += 1) {
		if (signal.aborted && !isOwn) {
			await display?.finish();
			return { ...reportOf(run, 'cancelled'), error: GOES_ON };
		}
		if (signal.aborted && !isCancelled) {
			isCancelled = true;
			say('Cancelling the run');
			await cancelRun(records, run.runId);
		}
		for (const step of await stepsOfRun(records, run.runId)) display?.update(String(step.position), step);
		sayLog();
		const now = await runById(records, run.runId);
		if (now && now.status !== 'wanted' && now.status !== 'running') {
			await display?.finish();
			return now.report === null ? reportOf(now, now.status) : (JSON.parse(now.report) as RunReport);
		}
		if (look % LOOKS_PER_PROBE === 0) {
			const lease = await leaseOrSupervisor(records, dataDir);
			await lease?.release();
			if (lease !== null) {
				await display?.finish();
				return null;
			}
		}
		await sleep(FOLLOW_EVERY_MS);
	}
}

/** What is known of a run that ended without a report: it was cancelled while it waited, or its process died. */
function reportOf(run: Run, status: RunReport['status']): RunReport {
	return {
		runId: run.runId,
		status,
		snapshot: run.snapshotId,
		asOf: run.asOf,
		seconds: run.seconds ?? 0,
		sources: [],
		steps: [],
		checks: [],
		error: run.error ?? (status === 'cancelled' ? describeFailure(null, true) : null),
	};
}
