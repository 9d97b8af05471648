import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import { ulid } from 'ulid';
import type { Records, RecordsTransaction } from './database.ts';
import type { RunStatus, RunTrigger, RunsTable, StepStatus } from './schema/runs.ts';
import { endSlots, succeedRetries } from './slot-ends.ts';

export interface RunError {
	readonly kind: string;
	readonly message: string;
	readonly hint: string;
	/** Whether the same run may succeed later without anybody mending something. */
	readonly isRetryable?: boolean;
}

/** A range of a cursor: from a value, inclusive, to another, exclusive. */
export interface Backfill {
	readonly from: string;
	readonly to: string;
}

export interface Run {
	readonly runId: string;
	readonly trigger: RunTrigger;
	readonly status: RunStatus;
	readonly isFull: boolean;
	/** Whether every model is to be fitted anew. */
	readonly isRefit: boolean;
	/** A range of its sources to read beside their cursors, half-open; null for what is new. */
	readonly backfill: Backfill | null;
	/** Only these sources, or null for all. */
	readonly onlySources: readonly string[] | null;
	readonly wantedAt: string;
	readonly startedAt: string | null;
	readonly endedAt: string | null;
	readonly seconds: number | null;
	readonly isCancelWanted: boolean;
	readonly snapshotId: string | null;
	readonly asOf: string | null;
	/** The report of `run --json`, still as JSON text, null until the run ends. */
	readonly report: string | null;
	readonly error: RunError | null;
	/** 1 for the first; a repeated one names the run before it. */
	readonly attempt: number;
	readonly previousRunId: string | null;
	/** When it is to be tried again, null where it is not. */
	readonly retryAt: string | null;
}

export interface RunStep {
	readonly position: number;
	readonly name: string;
	readonly source: string | null;
	readonly status: StepStatus;
	readonly done: number;
	readonly total: number | null;
	readonly unit: string | null;
	readonly seconds: number | null;
}

export interface WantedRun {
	readonly trigger: RunTrigger;
	readonly isFull?: boolean;
	readonly isRefit?: boolean;
	readonly backfill?: Backfill | null;
	readonly onlySources?: readonly string[];
	/** Whether a run under way may have passed by already what is to be read. */
	readonly isAnew?: boolean;
	/** Of a run that is repeated: which attempt this is, and the one before. */
	readonly repeats?: { readonly attempt: number; readonly previousRunId: string };
}

/** A run that waits or runs. */
const OPEN: readonly RunStatus[] = ['wanted', 'running'];

/** What asks for something that a run under way may have passed by already: a changed file, a snapshot that is missing. */
const ANEW: readonly RunTrigger[] = ['command', 'start'];

function backfillText(backfill: Backfill | null): string | null {
	return backfill === null ? null : JSON.stringify({ from: backfill.from, to: backfill.to });
}

/** A row as a run. */
export function toRun(row: Selectable<RunsTable>): Run {
	return {
		runId: row.run_id,
		trigger: row.trigger,
		status: row.status,
		isFull: row.is_full === 1,
		isRefit: row.is_refit === 1,
		backfill: row.backfill === null ? null : (JSON.parse(row.backfill) as Backfill),
		onlySources: row.only_sources === null ? null : (JSON.parse(row.only_sources) as string[]),
		wantedAt: row.wanted_at,
		startedAt: row.started_at,
		endedAt: row.ended_at,
		seconds: row.seconds,
		isCancelWanted: row.is_cancel_wanted === 1,
		snapshotId: row.snapshot_id,
		asOf: row.as_of,
		report: row.report,
		error: row.error === null ? null : (JSON.parse(row.error) as RunError),
		attempt: row.attempt,
		previousRunId: row.previous_run_id,
		retryAt: row.retry_at,
	};
}

/**
 * Files a run. One that already waits for the same work is given back instead, so a double click makes one run. From the
 * page and the schedule a run under way counts too; from the command line it does not, for whoever types `run` after
 * changing a file wants that change read, nor where there is no snapshot to show, nor for what asks for it (`isAnew`).
 */
export async function wantRun(records: Records, wanted: WantedRun): Promise<Run> {
	return records.transaction().execute((transaction) => fileRun(transaction, wanted));
}

/** What `wantRun` does, as part of something larger. */
export async function fileRun(transaction: RecordsTransaction, wanted: WantedRun): Promise<Run> {
	const onlySources = wanted.onlySources === undefined ? null : JSON.stringify([...wanted.onlySources].sort());
	const isFull = wanted.isFull === true ? 1 : 0;
	const isRefit = wanted.isRefit === true ? 1 : 0;
	const backfill = backfillText(wanted.backfill ?? null);
	const isAnew = wanted.isAnew ?? ANEW.includes(wanted.trigger);
	const waiting = await transaction
		.selectFrom('runs')
		.selectAll()
		.where('status', 'in', isAnew ? ['wanted'] : OPEN)
		.where('is_full', '=', isFull)
		.where('is_refit', '=', isRefit)
		.where('backfill', backfill === null ? 'is' : '=', backfill)
		.where('only_sources', onlySources === null ? 'is' : '=', onlySources)
		.executeTakeFirst();
	if (waiting) return toRun(waiting);
	const row = await transaction
		.insertInto('runs')
		.values({
			run_id: ulid(),
			trigger: wanted.trigger,
			status: 'wanted',
			is_full: isFull,
			is_refit: isRefit,
			backfill,
			only_sources: onlySources,
			wanted_at: new Date().toISOString(),
			is_cancel_wanted: 0,
			attempt: wanted.repeats?.attempt ?? 1,
			previous_run_id: wanted.repeats?.previousRunId ?? null,
		})
		.returningAll()
		.executeTakeFirstOrThrow();
	return toRun(row);
}

/** The run that waits longest, or null. */
export async function nextWantedRun(records: Records): Promise<Run | null> {
	const row = await records
		.selectFrom('runs')
		.selectAll()
		.where('status', '=', 'wanted')
		.orderBy('wanted_at')
		.orderBy('run_id')
		.limit(1)
		.executeTakeFirst();
	return row ? toRun(row) : null;
}

/** The run that is wanted or running now, or null: what the page shows progress of. */
export async function openRun(records: Records): Promise<Run | null> {
	const row = await records
		.selectFrom('runs')
		.selectAll()
		.where('status', 'in', OPEN)
		.orderBy(sql`status = 'running'`, 'desc')
		.orderBy('wanted_at')
		.limit(1)
		.executeTakeFirst();
	return row ? toRun(row) : null;
}

/** The run of an id, or null. */
export async function runById(records: Records, runId: string): Promise<Run | null> {
	const row = await records.selectFrom('runs').selectAll().where('run_id', '=', runId).executeTakeFirst();
	return row ? toRun(row) : null;
}

/** The newest runs first. */
export async function lastRuns(records: Records, limit: number): Promise<Run[]> {
	const rows = await records.selectFrom('runs').selectAll().orderBy('run_id', 'desc').limit(limit).execute();
	return rows.map(toRun);
}

/** Says that this process works on a run now, under which lease; false when the run waits no longer: it was cancelled. */
export async function startRun(records: Records, runId: string, fencingToken: number): Promise<boolean> {
	const at = new Date().toISOString();
	const { numUpdatedRows } = await records
		.updateTable('runs')
		.set({ status: 'running', started_at: at, heartbeat_at: at, pid: process.pid, fencing_token: fencingToken })
		.where('run_id', '=', runId)
		.where('status', '=', 'wanted')
		.executeTakeFirst();
	return numUpdatedRows === 1n;
}

/** Says that the run is alive. */
export async function beat(records: Records, runId: string): Promise<void> {
	await records
		.updateTable('runs')
		.set({ heartbeat_at: new Date().toISOString() })
		.where('run_id', '=', runId)
		.execute();
}

export interface RunEnd {
	readonly status: Exclude<RunStatus, 'wanted' | 'running'>;
	readonly seconds: number | null;
	readonly snapshotId: string | null;
	readonly asOf: string | null;
	readonly report: string | null;
	readonly error: RunError | null;
	/** When a failed run is to be tried again; its slots wait for that. */
	readonly retryAt?: string | null;
}

/**
 * Writes how a run ended, and with it what became of its slots; `report` is the JSON text of `run --json`. Gives false
 * when it had ended before: a process that was taken for dead changes nothing of what was said about its run.
 */
export async function endRun(records: Records, runId: string, end: RunEnd): Promise<boolean> {
	return records.transaction().execute((transaction) => endRunIn(transaction, runId, end));
}

async function endRunIn(transaction: RecordsTransaction, runId: string, end: RunEnd): Promise<boolean> {
	const at = new Date().toISOString();
	const row = await transaction
		.updateTable('runs')
		.set({
			status: end.status,
			ended_at: at,
			seconds: end.seconds,
			snapshot_id: end.snapshotId,
			as_of: end.asOf,
			report: end.report,
			error: end.error === null ? null : JSON.stringify(end.error),
			retry_at: end.retryAt ?? null,
		})
		.where('run_id', '=', runId)
		.where('status', 'in', OPEN)
		.returningAll()
		.executeTakeFirst();
	if (!row) return false;
	if (end.status === 'ok' || end.status === 'unchanged') {
		await endSlots(transaction, runId, 'succeeded', at);
		await succeedRetries(transaction, row, at);
	} else if (end.status === 'cancelled' && row.is_cancel_wanted === 1) {
		await endSlots(transaction, runId, 'skipped', at);
	} else if (end.status === 'failed' && row.retry_at === null) {
		await endSlots(transaction, runId, 'failed', at);
	} else if (end.status === 'cancelled') {
		// Kundig itself was stopped, nobody meant the run: its slot is done at the next start.
		await transaction
			.updateTable('runs')
			.set({ retry_at: at })
			.where('run_id', '=', runId)
			.where('run_id', 'in', transaction.selectFrom('slots').select('run_id').where('state', '=', 'filed'))
			.execute();
	}
	return true;
}

/** Asks an open run to stop; a waiting one is cancelled at once. Gives whether there was one. */
export async function cancelRun(records: Records, runId: string): Promise<boolean> {
	return records.transaction().execute(async (transaction) => {
		const at = new Date().toISOString();
		const waiting = await transaction
			.updateTable('runs')
			.set({ status: 'cancelled', ended_at: at, is_cancel_wanted: 1 })
			.where('run_id', '=', runId)
			.where('status', '=', 'wanted')
			.executeTakeFirst();
		if (waiting.numUpdatedRows > 0n) {
			await endSlots(transaction, runId, 'skipped', at);
			return true;
		}
		const running = await transaction
			.updateTable('runs')
			.set({ is_cancel_wanted: 1 })
			.where('run_id', '=', runId)
			.where('status', '=', 'running')
			.executeTakeFirst();
		return running.numUpdatedRows > 0n;
	});
}

/** Whether somebody wants a run cancelled. */
export async function isCancelWanted(records: Records, runId: string): Promise<boolean> {
	const row = await records
		.selectFrom('runs')
		.select('is_cancel_wanted')
		.where('run_id', '=', runId)
		.executeTakeFirst();
	return row?.is_cancel_wanted === 1;
}

/** A run that stands as running, as far as can be told whether it is. */
export interface RunningRun {
	readonly run: Run;
	readonly pid: number | null;
	readonly heartbeatAt: string | null;
}

export interface Abandonment {
	/** Which of them nobody is at work on; all of them unless given. */
	readonly isAbandoned?: (running: RunningRun) => boolean;
	/** When an interrupted run is tried again; never unless given. */
	readonly retryAt?: (run: Run, error: RunError) => string | null;
}

/**
 * Ends the runs that a dead process left running, with the steps they were at. Call it with the lease in hand: then nobody
 * else can be running one. Gives how many there were.
 */
export async function endAbandonedRuns(
	records: Records,
	{ isAbandoned = () => true, retryAt = () => null }: Abandonment = {},
): Promise<number> {
	const error: RunError = {
		kind: 'interrupted',
		message: 'the run was interrupted: its process ended before it did',
		hint: 'nothing is lost or doubled; run again',
		isRetryable: true,
	};
	return records.transaction().execute(async (transaction) => {
		const rows = await transaction.selectFrom('runs').selectAll().where('status', '=', 'running').execute();
		const abandoned = rows.filter((row) =>
			isAbandoned({ run: toRun(row), pid: row.pid, heartbeatAt: row.heartbeat_at }),
		);
		for (const row of abandoned) {
			await transaction
				.updateTable('run_steps')
				.set({ status: 'failed' })
				.where('status', '=', 'running')
				.where('run_id', '=', row.run_id)
				.execute();
			const end = { seconds: row.seconds, snapshotId: row.snapshot_id, asOf: row.as_of, report: row.report };
			await endRunIn(transaction, row.run_id, { ...end, status: 'failed', error, retryAt: retryAt(toRun(row), error) });
		}
		return abandoned.length;
	});
}

/** Writes the steps a run is going to take, so that a page can show them before they start. */
export async function planSteps(
	records: Records,
	runId: string,
	steps: readonly { readonly name: string; readonly source: string | null }[],
): Promise<void> {
	await records.deleteFrom('run_steps').where('run_id', '=', runId).execute();
	await records
		.insertInto('run_steps')
		.values(
			steps.map((step, position) => ({
				run_id: runId,
				position,
				name: step.name,
				source: step.source,
				status: 'waiting' as const,
				done: 0,
			})),
		)
		.execute();
}

export interface StepChange {
	readonly status?: StepStatus;
	readonly done?: number;
	readonly total?: number;
	readonly unit?: string;
	readonly startedAt?: string;
	readonly seconds?: number;
}

/** Changes what is known of a step; what is left out stays. */
export async function changeStep(records: Records, runId: string, position: number, change: StepChange): Promise<void> {
	const { startedAt, ...rest } = change;
	await records
		.updateTable('run_steps')
		.set({ ...rest, ...(startedAt === undefined ? {} : { started_at: startedAt }) })
		.where('run_id', '=', runId)
		.where('position', '=', position)
		.execute();
}

/** The steps of a run in their order; none before it began. */
export async function stepsOfRun(records: Records, runId: string): Promise<RunStep[]> {
	return records
		.selectFrom('run_steps')
		.select(['position', 'name', 'source', 'status', 'done', 'total', 'unit', 'seconds'])
		.where('run_id', '=', runId)
		.orderBy('position')
		.execute();
}
