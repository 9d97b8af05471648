import { wilsonInterval } from '#models/math/wilson-interval.ts';
import { m } from '#lib/paraglide/messages.js';
import { formatCount } from './count.ts';
import { nothing } from './locale.ts';
import type { Locale } from './locale.ts';
import { formatPercent } from './percent.ts';

/** Below so many a share says more about chance than about what it is a share of. */
const FEWEST = 30;

/** Whether so many are enough for a share to be told, and compared with another. */
export function isShareTold(all: number): boolean {
	return all >= FEWEST;
}

/** How many of all a share stands for. */
export function partOf(share: number | null, all: number): number {
	return Math.round((share ?? 0) * all);
}

/** A part of all, as counts: `7 of 11`. */
export function formatPart(part: number, all: number, locale: Locale): string {
	return m.shell_part_of({ part: formatCount(part, locale), all: formatCount(all, locale) });
}

/**
 * A share of so many: `61.8 %`, and where they are fewer than 30 the counts in its stead, `7 of 11`. Null, or a share of
 * none, gives a dash.
 */
export function formatShare(
	share: number | null,
	all: number,
	locale: Locale,
	style: { digits?: number } = {},
): string {
	if (share === null || all === 0) return nothing;
	return isShareTold(all) ? formatPercent(share, locale, style) : formatPart(partOf(share, all), all, locale);
}

/** Between which shares the true one is likely to lie: Wilson's 95 % interval, in words. */
export function formatShareInterval(share: number, all: number, locale: Locale): string {
	const { lower, upper } = wilsonInterval(partOf(share, all), all);
	const percent = (value: number): string => formatPercent(value, locale, { digits: 0 });
	return m.shell_share_interval({ lower: percent(lower), upper: percent(upper) });
}
