import { formatDays, formatMinutes } from '#lib/format/duration.ts';
import type { Locale } from '#lib/format/locale.ts';

const MINUTE = 60_000;
const TWO_DAYS = 2 * 24 * 60;

/** How long it took from one instant to another, by the clock: `35 min`, `3 h 20 min`, from two days on `2.3 days`. */
export function elapsedText(from: string, to: string, locale: Locale): string {
	const minutes = Math.max(0, (Date.parse(to) - Date.parse(from)) / MINUTE);
	return minutes < TWO_DAYS ? formatMinutes(minutes, locale) : formatDays(minutes / 60 / 24, locale);
}
