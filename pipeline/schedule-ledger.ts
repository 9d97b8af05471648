import type { Records } from '#records/database.ts';
import { activeSchedules, saveNextSlot, saveSchedules } from '#records/schedules.ts';
import type { KnownSchedule, ScheduleEntry } from '#records/schedules.ts';
import { enterSlots, fileWaitingSlots, lookAgainFrom } from '#records/slots.ts';
import type { Config } from './config.ts';
import { dueSlots, nextSlot } from './schedule.ts';

/** A clock that is put right moves a little; more than this is a jump. */
const JUMP_MS = 1_000;

const textOf = (instant: Temporal.Instant): string => new Date(instant.epochMilliseconds).toISOString();

/** The schedules of a config as the ledger takes them. */
export function scheduleEntries(schedules: Config['schedule']): ScheduleEntry[] {
	return schedules.map(({ cron, zone, catchUp, sources }) => ({ cron, zone, catchUp, onlySources: sources ?? null }));
}

/**
 * Enters every slot that has become due since the ledger was last looked at, with what becomes of it, and files the runs.
 * @param entries the schedules of the config, or null while it cannot be read: then those of before stay in force
 */
export async function lookAtLedger(
	records: Records,
	entries: readonly ScheduleEntry[] | null,
	now: Temporal.Instant,
): Promise<void> {
	const nowText = textOf(now);
	if (entries !== null) await saveSchedules(records, entries, nowText);
	const schedules = await activeSchedules(records);
	for (const schedule of schedules) await lookAtSchedule(records, schedule, now);
	await fileWaitingSlots(records, schedules);
}

async function lookAtSchedule(records: Records, schedule: KnownSchedule, now: Temporal.Instant): Promise<void> {
	const after = Temporal.Instant.from(schedule.lookedUntil);
	const isBack = after.epochMilliseconds - now.epochMilliseconds > JUMP_MS;
	if (isBack) await lookAgainFrom(records, schedule.scheduleId, textOf(now));
	const due = isBack ? [] : dueSlots(schedule, after, now);
	if (due.length > 0) await enterSlots(records, schedule, due.map(textOf), textOf(now));
	const isNextPassed = schedule.nextSlotAt === null || schedule.nextSlotAt <= textOf(now);
	if (!isBack && !isNextPassed) return;
	const next = nextSlot([schedule], now);
	await saveNextSlot(records, schedule.scheduleId, next === null ? null : textOf(next));
}

/** Says that nothing watches the schedules now: none has a next slot. */
export async function restLedger(records: Records): Promise<void> {
	for (const { scheduleId } of await activeSchedules(records)) await saveNextSlot(records, scheduleId, null);
}
