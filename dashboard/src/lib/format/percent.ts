import { type NumberStyle, signOf } from './count.ts';
import { formatNumber, type Locale, nothing, thinSpace } from './locale.ts';

/** How a share is written; `digits` are the decimals, always all of them, so that columns line up. */
interface PercentStyle extends NumberStyle {
	readonly digits?: number;
}

/**
 * A ratio as per cent: 0.618 is `61.8 %`, `61,8 %`. Null (nothing to divide by) gives a dash; say the reason beside it.
 */
export function formatPercent(ratio: number | null, locale: Locale, style: PercentStyle = {}): string {
	if (ratio === null) return nothing;
	return number(ratio, locale, style) + thinSpace + '%';
}

/** The difference of two ratios in percentage points: −0.012 is `−1.2 pts`, `−1,2 Pp.`. Null gives a dash. */
export function formatPoints(difference: number | null, locale: Locale, style: PercentStyle = {}): string {
	if (difference === null) return nothing;
	return number(difference, locale, style) + thinSpace + (locale === 'de' ? 'Pp.' : 'pts');
}

function number(ratio: number, locale: Locale, style: PercentStyle): string {
	const digits = style.digits ?? 1;
	return formatNumber(ratio * 100, locale, {
		minimumFractionDigits: digits,
		maximumFractionDigits: digits,
		...signOf(style),
	});
}
