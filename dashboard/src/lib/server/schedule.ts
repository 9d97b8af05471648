import type { CatchUp } from '#records/schema/runs.ts';
import { activeSchedules } from '#records/schedules.ts';
import { lastSlots } from '#records/slots.ts';
import type { Slot } from '#records/slots.ts';
import { records } from './records.ts';

/** A next slot that has passed so long ago was written by somebody who looks no more. */
const STALE_MS = 5 * 60_000;
const SHOWN_SLOTS = 12;

export interface ScheduleRow {
	readonly scheduleId: string;
	readonly cron: string;
	readonly zone: string;
	readonly catchUp: CatchUp;
	/** null for all. */
	readonly onlySources: readonly string[] | null;
	/** null where it never comes, or nothing watches. */
	readonly nextSlotAt: string | null;
}

/** When runs begin by themselves, and what became of the last slots. */
export interface SchedulePage {
	readonly schedules: readonly ScheduleRow[];
	/** Whether a supervisor files slots now. */
	readonly isWatched: boolean;
	/** The first slot of any schedule to come. */
	readonly nextSlotAt: string | null;
	/** The newest first. */
	readonly slots: readonly (Slot & { readonly cron: string | null })[];
}

export async function readSchedule(now: Date): Promise<SchedulePage> {
	const db = await records();
	const [active, slots] = await Promise.all([activeSchedules(db), lastSlots(db, SHOWN_SLOTS)]);
	const isToCome = (at: string | null): at is string => at !== null && Date.parse(at) > now.getTime() - STALE_MS;
	const schedules = active.map(({ scheduleId, cron, zone, catchUp, onlySources, nextSlotAt }) => ({
		scheduleId,
		cron,
		zone,
		catchUp,
		onlySources,
		nextSlotAt: isToCome(nextSlotAt) ? nextSlotAt : null,
	}));
	const next = schedules.flatMap(({ nextSlotAt }) => nextSlotAt ?? []).sort();
	return {
		schedules,
		isWatched: schedules.length === 0 || next.length > 0,
		nextSlotAt: next[0] ?? null,
		slots: slots.map((slot) => ({
			...slot,
			cron: schedules.find(({ scheduleId }) => scheduleId === slot.scheduleId)?.cron ?? null,
		})),
	};
}
