import { countryName } from '../values/country.ts';
import { instantOf, isDay } from '../values/day.ts';
import { compareExact, formatExact, parseExact } from '../values/decimal.ts';
import { hostOf, isFreeMail } from '../values/domain.ts';
import { isEmail } from '../values/email.ts';
import type { IssueCode } from './issues.ts';

/** A text read as a value, or what is wrong with it. */
export type Reading<T> = { readonly value: T } | { readonly code: IssueCode; readonly limit?: string | number };

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));
const MOST_DIGITS = 15;

/** A text of at most so many characters. */
export function text(longest: number) {
	return (written: string): Reading<string> =>
		written.length > longest ? { code: 'too_long', limit: longest } : { value: written };
}

/** One of a list of values. */
export function oneOf<const Value extends string>(values: readonly Value[]) {
	return (written: string): Reading<Value> => {
		const value = values.find((candidate) => candidate === written);
		return value === undefined ? { code: 'unknown_value', limit: values.join(', ') } : { value };
	};
}

/** An e-mail address as it was written. */
export function email(written: string): Reading<string> {
	return isEmail(written) ? { value: written } : { code: 'invalid_email' };
}

/** A phone number as it was written: at least three digits, no letters but an extension's. */
export function phone(written: string): Reading<string> {
	const digits = written.replace(/\D/g, '').length;
	const isNumber = digits >= 3 && digits <= 20 && /^[+\d\s()./-]+((ext|x|dw)\.?\s*\d+)?$/i.test(written);
	return isNumber ? { value: written } : { code: 'invalid_phone' };
}

/** The host of a web address; not one where anybody can have a mailbox. */
export function domain(written: string): Reading<string> {
	const host = hostOf(written);
	if (host === null) return { code: 'invalid_domain' };
	return isFreeMail(host) ? { code: 'free_mail_domain' } : { value: host };
}

/** A country by its English name. */
export function country(written: string): Reading<string> {
	const longest = 80;
	return written.length > longest ? { code: 'too_long', limit: longest } : { value: countryName(written) };
}

/** An ISO code of a currency. */
export function currency(written: string): Reading<string> {
	const code = written.toUpperCase();
	return CURRENCIES.has(code) ? { value: code } : { code: 'unknown_currency' };
}

/** A BCP 47 tag in its canonical form. */
export function language(written: string): Reading<string> {
	try {
		const [tag] = Intl.getCanonicalLocales(written);
		return tag === undefined || tag.length > 35 ? { code: 'unknown_language' } : { value: tag };
	} catch {
		return { code: 'unknown_language' };
	}
}

/** A day of the calendar, `YYYY-MM-DD`. */
export function day(written: string): Reading<string> {
	return isDay(written) ? { value: written } : { code: 'invalid_day' };
}

/** An instant with its offset or `Z`. */
export function instant(written: string): Reading<string> {
	const value = instantOf(written);
	return value === null ? { code: 'invalid_instant' } : { value };
}

interface Bounds {
	/** Decimals that are always written; 2 for money. */
	readonly places: number;
	readonly least?: string;
	readonly most?: string;
}

/** A comma before the last one or two digits is a decimal comma; another could as well mark thousands. */
function withPoint(written: string): string {
	return written.replace(/^([+-]?\d+),(\d{1,2})$/, '$1.$2');
}

/** A decimal number, typed with a point or a decimal comma, in its canonical text. */
export function decimal({ places, least, most }: Bounds) {
	const lower = least === undefined ? null : parseExact(least);
	const upper = most === undefined ? null : parseExact(most);
	return (written: string): Reading<string> => {
		const number = parseExact(withPoint(written));
		if (number === null || number.scale > MOST_DIGITS) return { code: 'invalid_number' };
		if (lower !== null && compareExact(number, lower) < 0) return { code: 'too_small', limit: least ?? '' };
		if (upper !== null && compareExact(number, upper) > 0) return { code: 'too_large', limit: most ?? '' };
		const value = formatExact(number, places);
		return value.replace(/\D/g, '').length > MOST_DIGITS + places ? { code: 'too_large', limit: '1e15' } : { value };
	};
}

/** An amount of money that is not below zero. */
export const money = decimal({ places: 2, least: '0' });

/** A whole number within bounds. */
export function integer(least: number, most: number) {
	return (written: string): Reading<number> => {
		if (!/^[+-]?\d{1,15}$/.test(written)) return { code: 'invalid_number' };
		const value = Number(written);
		if (value < least) return { code: 'too_small', limit: least };
		return value > most ? { code: 'too_large', limit: most } : { value };
	};
}

/** A share from 0 to 1. */
export function share(written: string): Reading<number> {
	const value = Number(written);
	if (!/^[+-]?(\d+\.?\d*|\.\d+)(e-?\d+)?$/i.test(written)) return { code: 'invalid_number' };
	if (value < 0) return { code: 'too_small', limit: 0 };
	return value > 1 ? { code: 'too_large', limit: 1 } : { value };
}

/** Yes or no as 1 or 0; a ticked box sends `on`. */
export function flag(written: string): Reading<number> {
	if (['1', 'true', 'on', 'yes'].includes(written)) return { value: 1 };
	return ['0', 'false', 'off', 'no'].includes(written) ? { value: 0 } : { code: 'invalid' };
}
