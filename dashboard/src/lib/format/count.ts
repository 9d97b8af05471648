import { formatNumber, type Locale, nothing, thinSpace } from './locale.ts';

/** How a number may be written; `signed` puts a plus before what grew. */
export interface NumberStyle {
	readonly signed?: boolean;
}

const steps: Record<Locale, readonly (readonly [number, string])[]> = {
	en: [
		[1e12, 'T'],
		[1e9, 'B'],
		[1e6, 'M'],
		[1e3, 'k'],
	],
	de: [
		[1e12, 'Bio.'],
		[1e9, 'Mrd.'],
		[1e6, 'Mio.'],
		[1e3, 'Tsd.'],
	],
};

/** Intl's name for "plus only where it grew". */
export function signOf(style: NumberStyle): Intl.NumberFormatOptions {
	return style.signed ? { signDisplay: 'exceptZero' } : {};
}

/** A whole number with its thousands marked: `5,214`, `5.214`. Null gives a dash. */
export function formatCount(value: number | null, locale: Locale, style: NumberStyle = {}): string {
	if (value === null) return nothing;
	return formatNumber(value, locale, { maximumFractionDigits: 0, ...signOf(style) });
}

/** A number with at most `digits` decimals: `1.7`, `1,7`. Null gives a dash. */
export function formatDecimal(value: number | null, digits: number, locale: Locale, style: NumberStyle = {}): string {
	if (value === null) return nothing;
	return formatNumber(value, locale, { maximumFractionDigits: digits, ...signOf(style) });
}

/** A number with all of its `digits` decimals, so that columns line up: `1.00`, `0,60`. Null gives a dash. */
export function formatFixed(value: number | null, digits: number, locale: Locale): string {
	if (value === null) return nothing;
	return formatNumber(value, locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/**
 * A number short enough for a tile or an axis, three digits and its step: `4.31 M`, `4,31 Mio.`, `412 k`, `412 Tsd.`.
 * Below a thousand it is written out. Null gives a dash.
 */
export function formatCountCompact(value: number | null, locale: Locale, style: NumberStyle = {}): string {
	if (value === null) return nothing;
	const { digits, step } = compact(value, locale, style);
	return step === '' ? digits : digits + thinSpace + step;
}

/** The digits and the step of a shortened number, apart, so that money can put its sign where the language wants it. */
export function compact(value: number, locale: Locale, style: NumberStyle = {}): { digits: string; step: string } {
	const rounded = Number(value.toPrecision(3));
	const found = steps[locale].find(([size]) => Math.abs(rounded) >= size);
	const options = { maximumSignificantDigits: 3, ...signOf(style) };
	if (!found) return { digits: formatNumber(rounded, locale, options), step: '' };
	return { digits: formatNumber(rounded / found[0], locale, options), step: found[1] };
}
