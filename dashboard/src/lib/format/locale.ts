/** A language the pages are written in. */
export type Locale = 'en' | 'de';

/** The regional form each language is written in: day before month, as our readers do in both. */
export const regions: Record<Locale, string> = { en: 'en-GB', de: 'de-DE' };

/** What stands where there is no value. */
export const nothing = '–';

/** Binds a number to its unit: too narrow to look like a gap, and never a line break. */
export const thinSpace = '\u202f';

const minus = '\u2212';
const numberFormats = new Map<string, Intl.NumberFormat>();

/** An `Intl.NumberFormat` for a page language; made once per set of options, for making one costs more than using it. */
export function numberFormat(locale: Locale, options: Intl.NumberFormatOptions): Intl.NumberFormat {
	const key = locale + JSON.stringify(options);
	let format = numberFormats.get(key);
	if (!format) {
		format = new Intl.NumberFormat(regions[locale], options);
		numberFormats.set(key, format);
	}
	return format;
}

/** The text of a number with a typographic minus. Takes decimal strings too, digit for digit. */
export function formatNumber(value: number | string, locale: Locale, options: Intl.NumberFormatOptions): string {
	return numberFormat(locale, options)
		.format(value as Intl.StringNumericLiteral)
		.replace('-', minus);
}
