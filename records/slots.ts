import type { Records, RecordsTransaction } from './database.ts';
import { decideSlots } from './decide-slots.ts';
import { fileRun } from './runs.ts';
import type { KnownSchedule } from './schedules.ts';
import type { RunStatus, SlotState } from './schema/runs.ts';

/** How many slots are entered in one transaction, so that other writers get their turn. */
const ENTERED_AT_ONCE = 500;
/** A slot that is noticed later than this is caught up with. */
const ON_TIME_MS = 2 * 60_000;
/** From when on a slot counts as noticed late. */
const LATE_MS = 30_000;
const DAY_MS = 86_400_000;
const KEPT_DAYS = 400;

function instantsBetween(records: RecordsTransaction, id: string, slots: readonly string[]) {
	return records
		.selectFrom('slots')
		.select('slot_at')
		.where('schedule_id', '=', id)
		.where('slot_at', '>=', slots[0] ?? '')
		.where('slot_at', '<=', slots.at(-1) ?? '');
}

async function runAtWork(transaction: RecordsTransaction, { onlySources }: KnownSchedule) {
	const sources = onlySources === null ? null : JSON.stringify(onlySources);
	return transaction
		.selectFrom('runs')
		.select(['run_id', 'started_at'])
		.where('status', '=', 'running')
		.where('is_full', '=', 0)
		.where('is_refit', '=', 0)
		.where('backfill', 'is', null)
		.where('only_sources', sources === null ? 'is' : '=', sources)
		.executeTakeFirst();
}

async function fileScheduled(transaction: RecordsTransaction, { onlySources }: KnownSchedule): Promise<string> {
	const run = await fileRun(transaction, {
		trigger: 'schedule',
		...(onlySources === null ? {} : { onlySources }),
	});
	return run.runId;
}

/**
 * Enters the slots of a schedule that became due up to `now`, each with what becomes of it, and files the run of those
 * that run, in one transaction with them; then the ledger is looked at until `now`. A slot that is there already stays as
 * it is. Many slots take several transactions: a process that dies between two of them goes on where it was.
 * @param due instants as `Date.toISOString` writes them, in order, after `schedule.lookedUntil` and not after `now`
 */
export async function enterSlots(
	records: Records,
	schedule: KnownSchedule,
	due: readonly string[],
	now: string,
): Promise<void> {
	const onTimeFrom = new Date(Date.parse(now) - ON_TIME_MS).toISOString();
	for (let from = 0; from === 0 || from < due.length; from += ENTERED_AT_ONCE) {
		const part = due.slice(from, from + ENTERED_AT_ONCE);
		const isFollowed = from + ENTERED_AT_ONCE < due.length;
		await records.transaction().execute(async (transaction) => {
			if (part.length > 0) await enterPart(transaction, schedule, part, { now, isFollowed, onTimeFrom });
			await transaction
				.updateTable('schedules')
				.set({ looked_until: isFollowed ? (part.at(-1) ?? now) : now })
				.where('schedule_id', '=', schedule.scheduleId)
				.execute();
		});
	}
}

async function enterPart(
	transaction: RecordsTransaction,
	schedule: KnownSchedule,
	part: readonly string[],
	sight: { readonly now: string; readonly isFollowed: boolean; readonly onTimeFrom: string },
): Promise<void> {
	const { scheduleId: id, catchUp } = schedule;
	const entered = new Set((await instantsBetween(transaction, id, part).execute()).map((row) => row.slot_at));
	const atWork = await runAtWork(transaction, schedule);
	const decided = decideSlots({
		...sight,
		due: part.filter((slotAt) => !entered.has(slotAt)),
		catchUp,
		atWorkSince: atWork?.started_at ?? null,
	});
	if (decided.length === 0) return;
	// Where every slot runs they take turns; elsewhere the one that is filed runs now.
	const hasRun = catchUp !== 'all' && decided.some(({ state }) => state === 'filed');
	const runId = hasRun ? await fileScheduled(transaction, schedule) : null;
	await transaction
		.insertInto('slots')
		.values(
			decided.map(({ slotAt, state }) => ({
				schedule_id: id,
				slot_at: slotAt,
				state,
				run_id: state === 'filed' ? runId : state === 'overlapped' ? (atWork?.run_id ?? null) : null,
				noticed_at: sight.now,
				ended_at: state === 'filed' ? null : sight.now,
			})),
		)
		.execute();
	if (catchUp === 'all') await fileNextTurn(transaction, schedule);
}

/** Files the run of the oldest slot that waits for its turn, unless another slot of its schedule has one under way. */
async function fileNextTurn(transaction: RecordsTransaction, schedule: KnownSchedule): Promise<void> {
	const filed = await transaction
		.selectFrom('slots')
		.select(['slot_at', 'run_id'])
		.where('schedule_id', '=', schedule.scheduleId)
		.where('state', '=', 'filed')
		.orderBy('slot_at')
		.execute();
	const [oldest] = filed;
	if (oldest === undefined || filed.some((slot) => slot.run_id !== null)) return;
	await transaction
		.updateTable('slots')
		.set({ run_id: await fileScheduled(transaction, schedule) })
		.where('schedule_id', '=', schedule.scheduleId)
		.where('slot_at', '=', oldest.slot_at)
		.execute();
}

/** Files runs for slots that wait for their turn, one of each schedule at a time. */
export async function fileWaitingSlots(records: Records, schedules: readonly KnownSchedule[]): Promise<void> {
	const waiting = await records
		.selectFrom('slots')
		.select('schedule_id')
		.distinct()
		.where('state', '=', 'filed')
		.where('run_id', 'is', null)
		.execute();
	for (const { schedule_id: id } of waiting) {
		const schedule = schedules.find(({ scheduleId }) => scheduleId === id);
		if (schedule) await records.transaction().execute((transaction) => fileNextTurn(transaction, schedule));
	}
}

/**
 * After the clock went back: looks at the schedule from there again. What was entered for times that have not come and
 * never ran is taken out, for it was no miss; what ran stays, and is not run twice.
 */
export async function lookAgainFrom(records: Records, id: string, now: string): Promise<void> {
	await records.transaction().execute(async (transaction) => {
		await transaction
			.deleteFrom('slots')
			.where('schedule_id', '=', id)
			.where('slot_at', '>', now)
			.where((where) =>
				where.or([
					where('state', 'in', ['missed', 'skipped', 'overlapped']),
					where.and([where('state', '=', 'filed'), where('run_id', 'is', null)]),
				]),
			)
			.execute();
		await transaction.updateTable('schedules').set({ looked_until: now }).where('schedule_id', '=', id).execute();
	});
}

/**
 * Ends slots whose run has ended while they were not told, for instance by a version of before. Gives how many.
 */
export async function mendSlots(records: Records): Promise<number> {
	const ends: Readonly<Partial<Record<RunStatus, SlotState>>> = {
		ok: 'succeeded',
		unchanged: 'succeeded',
		failed: 'failed',
		cancelled: 'skipped',
	};
	const stale = await records
		.selectFrom('slots')
		.innerJoin('runs', 'runs.run_id', 'slots.run_id')
		.select(['slots.schedule_id', 'slots.slot_at', 'runs.status', 'runs.ended_at'])
		.where('slots.state', '=', 'filed')
		.where('runs.status', 'in', ['ok', 'unchanged', 'failed', 'cancelled'])
		.where('runs.retry_at', 'is', null)
		.execute();
	for (const { schedule_id: id, slot_at: slotAt, status, ended_at: endedAt } of stale) {
		await records
			.updateTable('slots')
			.set({ state: ends[status] ?? 'failed', ended_at: endedAt ?? new Date().toISOString() })
			.where('schedule_id', '=', id)
			.where('slot_at', '=', slotAt)
			.where('state', '=', 'filed')
			.execute();
	}
	return stale.length;
}

/** Forgets what became of slots more than 400 days ago. */
export async function pruneSlots(records: Records, now: string): Promise<void> {
	const before = new Date(Date.parse(now) - KEPT_DAYS * DAY_MS).toISOString();
	await records.deleteFrom('slots').where('state', '!=', 'filed').where('slot_at', '<', before).execute();
}

/** A slot as pages list it. */
export interface Slot {
	readonly scheduleId: string;
	readonly slotAt: string;
	readonly state: SlotState;
	/** Of its newest attempt, or the run in its way where it was overlapped. */
	readonly runId: string | null;
	/** Of that run: 1 for the first. */
	readonly attempt: number | null;
	/** When it is tried again. */
	readonly retryAt: string | null;
	/** Whether it was noticed too late to run on time: the machine slept, was off or overloaded. */
	readonly isLate: boolean;
	readonly endedAt: string | null;
}

function slotQuery(records: Records) {
	return records
		.selectFrom('slots')
		.leftJoin('runs', 'runs.run_id', 'slots.run_id')
		.select([
			'slots.schedule_id',
			'slots.slot_at',
			'slots.state',
			'slots.run_id',
			'slots.noticed_at',
			'slots.ended_at',
			'runs.attempt',
			'runs.retry_at',
		]);
}

type SlotRow = Awaited<ReturnType<ReturnType<typeof slotQuery>['execute']>>[number];

function toSlot(row: SlotRow): Slot {
	return {
		scheduleId: row.schedule_id,
		slotAt: row.slot_at,
		state: row.state,
		runId: row.run_id,
		attempt: row.attempt,
		retryAt: row.state === 'filed' ? row.retry_at : null,
		isLate: Date.parse(row.noticed_at) - Date.parse(row.slot_at) > LATE_MS,
		endedAt: row.ended_at,
	};
}

/** The newest slots of all schedules first. */
export async function lastSlots(records: Records, limit: number): Promise<Slot[]> {
	const rows = await slotQuery(records).orderBy('slots.slot_at', 'desc').limit(limit).execute();
	return rows.map(toSlot);
}

/** The slots that a run is for, in their order. */
export async function slotsOfRun(records: Records, runId: string): Promise<Slot[]> {
	const rows = await slotQuery(records).where('slots.run_id', '=', runId).orderBy('slots.slot_at').execute();
	return rows.map(toSlot);
}
