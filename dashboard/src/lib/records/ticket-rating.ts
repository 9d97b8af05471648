import { formatCount } from '#lib/format/count.ts';
import { nothing } from '#lib/format/locale.ts';
import type { Locale } from '#lib/format/locale.ts';
import { formatPercent } from '#lib/format/percent.ts';
import { m } from '#lib/paraglide/messages.js';

/** Below so many ratings a share says less than its count. */
const FEWEST = 30;

/** How many of the ratings were good: their count. */
export function satisfiedCount(csat: number | null, ratings: number): number {
	return Math.round((csat ?? 0) * ratings);
}

/** The share of good ratings, and where there are fewer than 30 of them the count in its stead: `7 of 11`. */
export function csatText(csat: number | null, ratings: number, locale: Locale): string {
	if (csat === null || ratings === 0) return nothing;
	if (ratings >= FEWEST) return formatPercent(csat, locale);
	return m.service_response_of({
		responded: formatCount(satisfiedCount(csat, ratings), locale),
		sent: formatCount(ratings, locale),
	});
}

/** Whether there are enough ratings for a share to be compared with another. */
export function isShareTold(ratings: number): boolean {
	return ratings >= FEWEST;
}
