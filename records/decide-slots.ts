import type { CatchUp, SlotState } from './schema/runs.ts';

/** What is known when slots are looked at. Instants are ISO 8601 in UTC, of one form, so that they compare as text. */
export interface SlotSight {
	/** In order, each once. */
	readonly due: readonly string[];
	readonly catchUp: CatchUp;
	/** When a run of the same work that is at work now began; null where there is none. */
	readonly atWorkSince: string | null;
	/** Whether further slots that are due follow these. */
	readonly isFollowed: boolean;
	/** A slot from here on is on time, one before is caught up with. */
	readonly onTimeFrom: string;
}

export interface DecidedSlot {
	readonly slotAt: string;
	readonly state: Exclude<SlotState, 'succeeded' | 'failed'>;
}

/**
 * What becomes of slots that are due. One that came while a run of the same work was at it is overlapped, whatever the
 * policy; of the others `latest` files the newest and misses those before, `all` files each, `skip` files the newest that
 * is on time and skips the late ones. Pure.
 */
export function decideSlots({ due, catchUp, atWorkSince, isFollowed, onTimeFrom }: SlotSight): DecidedSlot[] {
	const isOverlapped = (slotAt: string): boolean => atWorkSince !== null && atWorkSince < slotAt;
	const newest = isFollowed ? undefined : due.findLast((slotAt) => !isOverlapped(slotAt));
	return due.map((slotAt) => {
		if (isOverlapped(slotAt)) return { slotAt, state: 'overlapped' };
		if (catchUp === 'all') return { slotAt, state: 'filed' };
		if (catchUp === 'skip' && slotAt < onTimeFrom) return { slotAt, state: 'skipped' };
		return { slotAt, state: slotAt === newest ? 'filed' : 'missed' };
	});
}
