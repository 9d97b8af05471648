import { compact, type NumberStyle, signOf } from './count.ts';
import { formatNumber, type Locale, nothing, numberFormat, thinSpace } from './locale.ts';

/** An amount as it comes from the warehouse: a decimal string, or a number where it was computed. */
type Amount = number | string | null;

/** A currency's sign, or its code where it has none: `€`, `£`, `CHF`. */
function currencySign(currency: string, locale: Locale): string {
	const parts = numberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).formatToParts(0);
	return parts.find((part) => part.type === 'currency')?.value ?? currency;
}

/** An amount to the cent: `€ 1,234.50`, `1.234,50 €`. Null gives a dash. */
export function formatMoney(value: Amount, currency: string, locale: Locale, style: NumberStyle = {}): string {
	if (value === null) return nothing;
	const options = { minimumFractionDigits: 2, maximumFractionDigits: 2, ...signOf(style) };
	return withSign(formatNumber(value, locale, options), currency, locale);
}

/** An amount without cents, for tables and lists: `€ 48,200`, `48.200 €`. Null gives a dash. */
export function formatMoneyRounded(value: Amount, currency: string, locale: Locale, style: NumberStyle = {}): string {
	if (value === null) return nothing;
	return withSign(formatNumber(value, locale, { maximumFractionDigits: 0, ...signOf(style) }), currency, locale);
}

/**
 * An amount for a tile or a sentence: `€ 4.31 M`, `4,31 Mio. €`; below a thousand to the cent: `€ 86.40`.
 * Null gives a dash.
 */
export function formatMoneyCompact(value: Amount, currency: string, locale: Locale, style: NumberStyle = {}): string {
	if (value === null) return nothing;
	const number = Number(value);
	if (Math.abs(Number(number.toPrecision(3))) < 1000) return formatMoney(value, currency, locale, style);
	const { digits, step } = compact(number, locale, style);
	return withSign(digits + thinSpace + step, currency, locale);
}

function withSign(number: string, currency: string, locale: Locale): string {
	const sign = currencySign(currency, locale);
	if (locale === 'de') return number + thinSpace + sign;
	const lead = /^[+\u2212]/.exec(number)?.[0] ?? '';
	return lead + sign + thinSpace + number.slice(lead.length);
}
