import { formatDays, formatMinutes } from '#lib/format/duration.ts';
import type { Locale } from '#lib/format/locale.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

interface Entered {
	readonly changed_at: string;
	readonly to_stage_name: string;
	readonly amount: string | null;
	readonly user_name: string | null;
}

/** A deal's stay in a stage. */
interface StageStay {
	readonly stage: string;
	readonly enteredAt: string;
	readonly by: string | null;
	/** What the deal was worth when it came there. */
	readonly amount: string | null;
	/** How long it stayed, or has stayed so far; null in the stage it was closed in. */
	readonly milliseconds: number | null;
	readonly isCurrent: boolean;
}

/**
 * How long a deal stayed in each stage it entered, the oldest first.
 * @param isClosed whether it is won or lost: then it stays in its last stage for good
 * @param now until when it has stayed in its current stage
 */
export function stageStays(events: readonly Entered[], isClosed: boolean, now: string): StageStay[] {
	return events.map((event, place) => {
		const next = events[place + 1];
		const until = next?.changed_at ?? (isClosed ? null : now);
		return {
			stage: event.to_stage_name,
			enteredAt: event.changed_at,
			by: event.user_name,
			amount: event.amount,
			milliseconds: until === null ? null : Math.max(0, Date.parse(until) - Date.parse(event.changed_at)),
			isCurrent: next === undefined,
		};
	});
}

/** How long a stay was: in days, below one day in hours and minutes, and one minute at least. */
export function stayText(milliseconds: number, locale: Locale): string {
	return milliseconds < DAY_MS
		? formatMinutes(Math.max(1, milliseconds / 60_000), locale)
		: formatDays(milliseconds / DAY_MS, locale);
}

/** Whole days from one day to another, `YYYY-MM-DD` both; negative where the other lies before. */
export function daysBetween(from: string, to: string): number {
	return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}
