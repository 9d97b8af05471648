import { formatCount, formatCountCompact, formatDecimal } from './count.ts';
import { formatDays, formatMinutes } from './duration.ts';
import { type Locale, nothing } from './locale.ts';
import { formatMoney, formatMoneyCompact, formatMoneyRounded } from './money.ts';
import { formatPercent, formatPoints } from './percent.ts';

/** What a figure is measured in; it decides how value and change are written. */
export type Unit = 'money' | 'count' | 'ratio' | 'days' | 'minutes' | 'rating' | 'decimal';

/** What a figure needs besides its number to be written. */
export interface MeasureContext {
	readonly unit: Unit;
	readonly currency: string;
	readonly locale: Locale;
}

/** A figure in its unit, whole: `€ 4,310,221.40`, `5,214`, `61.8 %`, `51.8 days`, `2 h 5 min`. Null gives a dash. */
export function formatMeasure(value: number | null, { unit, currency, locale }: MeasureContext): string {
	switch (unit) {
		case 'money':
			return formatMoney(value, currency, locale);
		case 'count':
			return formatCount(value, locale);
		case 'ratio':
			return formatPercent(value, locale);
		case 'days':
			return formatDays(value, locale);
		case 'minutes':
			return formatMinutes(value, locale);
		case 'rating':
		case 'decimal':
			return formatDecimal(value, 2, locale);
	}
}

/** A figure as it is read in passing: money of a thousand and more without cents, all else whole. Null gives a dash. */
export function formatMeasureRounded(value: number | null, context: MeasureContext): string {
	const isLarge = context.unit === 'money' && value !== null && Math.abs(value) >= 1000;
	return isLarge ? formatMoneyRounded(value, context.currency, context.locale) : formatMeasure(value, context);
}

/** A figure short enough for a tile, a direct label or a sentence: `€ 4.31 M`, `61.8 %`; counts stay whole to 99,999. */
export function formatMeasureCompact(value: number | null, context: MeasureContext): string {
	const { unit, currency, locale } = context;
	if (unit === 'money') return formatMoneyCompact(value, currency, locale);
	if (unit === 'count' && value !== null && Math.abs(value) >= 100_000) return formatCountCompact(value, locale);
	return formatMeasure(value, context);
}

/** A figure at an axis tick, without its currency or unit, which the chart's subtitle names: `400 k`, `40 %`. */
export function formatTick(value: number, { unit, locale }: MeasureContext): string {
	return unit === 'ratio' ? formatPercent(value, locale, { digits: 0 }) : formatCountCompact(value, locale);
}

/**
 * The change of a figure against an earlier one: ratios in points, all else relative (`+8.2 %`).
 * Null where either is missing or the earlier one is 0: nothing can be divided by it.
 */
export function measureChange(value: number | null, before: number | null, unit: Unit): number | null {
	if (value === null || before === null) return null;
	if (unit === 'ratio') return value - before;
	return before === 0 ? null : (value - before) / Math.abs(before);
}

/** The words of such a change: `+8.2 %`, `−1.2 pts`. Null gives a dash. */
export function formatMeasureChange(change: number | null, unit: Unit, locale: Locale): string {
	if (change === null) return nothing;
	const write = unit === 'ratio' ? formatPoints : formatPercent;
	return write(change, locale, { signed: true });
}
