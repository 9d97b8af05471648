import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { ulid } from 'ulid';
import type { Records } from '#records/database.ts';
import { leaseHolder } from '#records/lease.ts';
import { beat, isCancelWanted, startRun } from '#records/runs.ts';
import type { Run, RunError } from '#records/runs.ts';
import { currentSnapshot, listSnapshots, publishSnapshot } from '#records/snapshots.ts';
import type { Snapshot } from '#records/snapshots.ts';
import { pruneRunLogs } from '#records/run-logs.ts';
import type { LogLine } from '#records/run-logs.ts';
import { keepSources } from '#records/sources.ts';
import { detach, limitMemory, openMemory } from '#warehouse/database.ts';
import { PARTIAL_LIMITS } from '#warehouse/partial/recipe.ts';
import type { PartialLimits } from '#warehouse/partial/recipe.ts';
import { startSnapshot } from '#warehouse/snapshot-files.ts';
import { stagingVersions } from '#warehouse/relation-versions.ts';
import { withRowsBefore } from '#warehouse/own/rule-check.ts';
import type { SnapshotBuild } from '#warehouse/snapshot-files.ts';
import { takeOverRecords } from './adopt-records.ts';
import { openRaw } from './attach-raw.ts';
import { blameDamage } from './blame-damage.ts';
import { checkAgain, checkSnapshot, requirePassed } from './check.ts';
import type { LoadedConfig } from './config.ts';
import { keepReserve, removeTemporaryFolder, requireFreeSpace, temporaryFolder } from './data-folder.ts';
import { describeFailure } from './describe-failure.ts';
import { failpoint, pausepoint } from './failpoint.ts';
import { snapshotFingerprint } from './fingerprint.ts';
import { attachLastSnapshot } from './last-snapshot.ts';
import { forgetTakenBack } from './forget-taken-back.ts';
import { loadSources } from './load-sources.ts';
import { mapSources } from './map.ts';
import { noteEnd } from './note-end.ts';
import { noteHistory } from './note-history.ts';
import { checksWith } from './own-parts.ts';
import { BUILD_STEPS, plannedSteps } from './planned-steps.ts';
import { trackProgress } from './progress.ts';
import type { Progress, StepListener } from './progress.ts';
import { describePruned, pruneSnapshots } from './prune.ts';
import { logChecks, logFailure, logSteps, openRunLog } from './run-log.ts';
import type { RunLog } from './run-log.ts';
import type { CheckReport, RunReport, SourceReport, StepName, StepReport } from './run-report.ts';
import { sourcesOfRun } from './run-sources.ts';
import { resolveAsOf } from './as-of.ts';
import { scoreSnapshot } from './score.ts';
import { takeOverSuppressions } from './take-over-suppressions.ts';
import { asVersions, currentVersions, plannedTransforms, transformSources } from './transform.ts';

export interface RunContext {
	readonly records: Records;
	readonly dataDir: string;
	readonly loaded: LoadedConfig;
	readonly run: Run;
	/** Of the lease that this process, or the supervisor above it, holds. */
	readonly fencingToken: number;
	readonly signal: AbortSignal;
	readonly onStep?: StepListener;
	/** Hears of the error itself, whose words alone the report keeps. */
	readonly onError?: (error: unknown) => void;
	/** When facts are changed instead of built anew; `PARTIAL_LIMITS` when left out. */
	readonly partialLimits?: PartialLimits;
	/** Hears each line of the run's log. */
	readonly onLog?: (line: LogLine) => void;
}

/** A run at work. */
export interface RunAtWork extends RunContext {
	readonly log: RunLog;
}

const HEARTBEAT_MS = 2_000;
/** A wish to cancel is looked for more often: looking, unlike saying that it lives, writes nothing. */
const LISTEN_MS = 400;
/** Logs go with the runs that somebody may still ask about. */
const KEPT_LOGS = { keep: 200, days: 90 };

/** What DuckDB may hold, in bytes, before it spills: with Node beside it a run stays below 4 GB. */
const MOST_MEMORY = 2.5 * 1024 ** 3;

/** The same while sources are loaded, where more only keeps text that is read once: five million rows of 20 columns held 2 GB. */
const MOST_WHILE_LOADING = 1024 ** 3;

/** A limit as DuckDB takes it, of at most half of the machine. */
const memoryLimit = (most: number): string => `${Math.floor(Math.min(totalmem() * 0.5, most) / 1024 ** 2)}MB`;

interface Outcome {
	status: RunReport['status'];
	snapshot: string | null;
	asOf: string | null;
	sources: readonly SourceReport[];
	steps: StepReport[];
	checks: readonly CheckReport[];
	error: RunError | null;
}

/**
 * One run, from sources to a published snapshot. Each source is loaded in a transaction of its own; the snapshot is built
 * in a folder of its own and becomes visible when the pointer moves. Whatever fails, the last snapshot stays up, and the
 * report says what failed and what to do. Never throws: the report carries the error.
 */
export async function runPipeline(context: RunContext): Promise<RunReport> {
	const { records, run, loaded } = context;
	const began = performance.now();
	const outcome: Outcome = {
		status: 'failed',
		snapshot: null,
		asOf: null,
		sources: [],
		steps: [],
		checks: [],
		error: null,
	};
	const log = openRunLog(context.dataDir, run.runId, context.onLog);
	const toldSteps = logSteps(log);
	const cancel = new AbortController();
	const signal = AbortSignal.any([context.signal, cancel.signal]);
	const heartbeat = setInterval(() => void beat(records, run.runId).catch(() => undefined), HEARTBEAT_MS);
	const listening = setInterval(() => {
		isCancelWanted(records, run.runId)
			.then((isWanted) => {
				if (isWanted) cancel.abort(new Error('cancelled'));
			})
			.catch(() => undefined);
	}, LISTEN_MS);
	try {
		const before = await currentSnapshot(records);
		outcome.snapshot = before?.id ?? null;
		outcome.asOf = before?.asOf ?? null;
		const isStarted = await startRun(records, run.runId, context.fencingToken);
		if (!isStarted) cancel.abort(new Error('cancelled while it waited'));
		signal.throwIfAborted();
		const { trigger, attempt, isFull, isRefit, backfill, onlySources } = run;
		log.write('info', `run ${run.runId} begins`, {
			trigger,
			attempt,
			isFull,
			isRefit,
			backfill: backfill === null ? null : `${backfill.from} to ${backfill.to}`,
			onlySources,
		});
		const note = await takeOverRecords(records, context.dataDir, run.runId, loaded);
		if (note !== null) log.write('info', note);
		const sources = await sourcesOfRun(records, loaded.config, run.onlySources);
		const steps = plannedSteps(sources, run.onlySources);
		const progress = await trackProgress(records, run.runId, steps, (position, step) => {
			toldSteps(position, step);
			context.onStep?.(position, step);
		});
		await requireFreeSpace(context.dataDir);
		keepReserve(context.dataDir);
		await work({ ...context, signal, log }, sources, outcome, progress, steps.length - BUILD_STEPS.length);
		await progress.flush();
	} catch (caught) {
		const error = await blameDamage(records, context.dataDir, caught);
		outcome.status = signal.aborted ? 'cancelled' : 'failed';
		outcome.error = describeFailure(error, signal.aborted);
		logFailure(log, outcome.error, error);
		context.onError?.(error);
	} finally {
		clearInterval(heartbeat);
		clearInterval(listening);
		removeTemporaryFolder(context.dataDir, run.runId);
	}
	const report: RunReport = { runId: run.runId, ...outcome, seconds: (performance.now() - began) / 1000 };
	log.write('info', `run ${run.runId} ends: ${report.status}`, { status: report.status, seconds: report.seconds });
	const retryAt = await noteEnd(records, context.dataDir, report);
	if (retryAt !== null) log.write('info', `it is tried again at ${retryAt}`, { retryAt });
	log.close();
	pruneRunLogs(context.dataDir, { ...KEPT_LOGS, now: Date.now() });
	return report;
}

async function work(
	context: RunAtWork,
	sources: readonly string[],
	outcome: Outcome,
	progress: Progress,
	sourceSteps: number,
): Promise<void> {
	const { records, dataDir, run, loaded, signal, log } = context;
	const database = await openMemory({
		threads: availableParallelism(),
		memoryLimit: memoryLimit(MOST_WHILE_LOADING),
		tempDirectory: join(temporaryFolder(dataDir, run.runId), 'spill'),
	});
	const connection = await database.connect();
	const interrupt = (): void => connection.interrupt();
	signal.addEventListener('abort', interrupt);
	let build: SnapshotBuild | null = null;

	async function step<Result>(name: StepName, act: () => Promise<Result>): Promise<Result> {
		const position = sourceSteps + BUILD_STEPS.indexOf(name);
		const began = performance.now();
		const done = async (status: 'ok' | 'failed'): Promise<void> => {
			outcome.steps.push({ name, status, seconds: (performance.now() - began) / 1000 });
			await progress.end(position, status);
		};
		signal.throwIfAborted();
		await progress.start(position);
		try {
			const result = await act();
			await done('ok');
			return result;
		} catch (error) {
			await done('failed');
			throw error;
		}
	}

	try {
		const onNote = (sentence: string): void => log.write('info', sentence);
		await openRaw(connection, records, dataDir, { isFull: run.isFull, signal, onNote });
		await forgetTakenBack(connection, context);
		const loads = await loadSources(connection, sources, context, progress);
		outcome.sources = loads.reports;
		await keepSources(records, sources);
		if (loads.failure) throw loads.failure;
		await limitMemory(connection, memoryLimit(MOST_MEMORY));
		failpoint('run.loaded');
		await pausepoint('run.loaded', signal);

		const now = Temporal.Now.instant();
		const snapshotId = ulid();
		const transforms = await plannedTransforms(connection, loaded.own.transforms);
		const mapping = await step('map', () => mapSources(connection, loaded, now));
		await takeOverSuppressions(records, connection);
		const asOf = resolveAsOf(loaded.config, mapping.events, now);
		const fingerprint = await snapshotFingerprint(connection, mapping, asOf, loaded.own);
		// Held against the newest snapshot, not the one shown: whoever went back to an earlier one keeps it until there is
		// something new.
		const [newest] = await listSnapshots(records);
		if (newest?.fingerprint === fingerprint && !run.isFull && !run.isRefit) {
			outcome.checks = await checkAgain(connection, dataDir, newest.id, checksWith(loaded.own.checks));
			outcome.status = 'unchanged';
			log.write('info', 'nothing has changed: no snapshot is made');
			for (const name of BUILD_STEPS.slice(1)) {
				outcome.steps.push({ name, status: 'skipped', seconds: 0 });
				await progress.end(sourceSteps + BUILD_STEPS.indexOf(name), 'skipped');
			}
			return;
		}
		build = await startSnapshot(connection, dataDir, snapshotId);
		const building = build;
		const last = await attachLastSnapshot(connection, dataDir, run.isFull ? undefined : newest);
		const isCurrent = async (): Promise<boolean> => (await leaseHolder(records))?.token === context.fencingToken;
		const {
			build: relationBuild,
			inputs,
			history,
			staged,
		} = await step('transform', async () => {
			const staging = await stagingVersions(connection, mapping.views);
			const history = await noteHistory(connection, asOf, staging, last.versions, { isCurrent, signal });
			const transformed = await transformSources(
				connection,
				{
					snapshotId,
					runId: run.runId,
					asOf,
					mapping,
					loaded,
					staging,
					history,
					previous: last.versions,
					stagedBefore: last.staged,
					partialLimits: context.partialLimits ?? PARTIAL_LIMITS,
				},
				transforms,
				(done, total) => progress.advance(sourceSteps + BUILD_STEPS.indexOf('transform'), done, total, 'relations'),
			);
			return { ...transformed, history };
		});
		failpoint('run.transformed');
		const scored = await step('score', () =>
			scoreSnapshot(connection, relationBuild, {
				asOf,
				now,
				refitDays: loaded.config.models.refitDays,
				isRefitWanted: run.isRefit,
				previous: last.versions,
				isCurrent,
				signal,
			}),
		);
		const { relations, versions: built } = relationBuild.built();
		// What transforms read of staging and settings, too, for a relation that is changed in part asks which of it changed.
		const versions = { ...asVersions(inputs), ...history, ...built, ...scored };
		const versionsRead = new Map([...inputs, ...currentVersions(versions)]);
		failpoint('run.scored');
		await step('check', async () => {
			const rowsBefore = new Map(newest?.details.relations.map(({ name, rows }) => [name, rows]));
			const checks = withRowsBefore(checksWith(loaded.own.checks), rowsBefore);
			const results = await checkSnapshot(connection, checks, versionsRead, last.checks);
			outcome.checks = results;
			logChecks(log, results);
			requirePassed(results);
		});
		failpoint('run.checked');
		await pausepoint('run.checked', signal);
		await step('publish', async () => {
			const bytes = await building.finish((part) => failpoint(`publish.${part}`));
			build = null;
			const snapshot: Snapshot = {
				id: snapshotId,
				runId: run.runId,
				asOf,
				fingerprint,
				bytes,
				publishedAt: new Date().toISOString(),
				details: { relations, versions, staged, checks: outcome.checks },
			};
			await publishSnapshot(records, snapshot, context.fencingToken);
			failpoint('publish.pointed');
			outcome.snapshot = snapshotId;
			outcome.asOf = asOf;
			log.write('info', `snapshot ${snapshotId} is published, as of ${asOf}`, { snapshot: snapshotId, asOf, bytes });
			const pruned = await pruneSnapshots(records, dataDir, loaded.config.snapshots);
			for (const sentence of describePruned(pruned)) log.write('info', sentence);
		});
		outcome.status = 'ok';
	} finally {
		signal.removeEventListener('abort', interrupt);
		await build?.abandon();
		await detach(connection, 'raw').catch(() => undefined);
		connection.closeSync();
		database.close();
	}
}
