import type { Locale } from './locale.ts';

const NAMES: Readonly<Record<Locale, Intl.DisplayNames>> = {
	en: new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }),
	de: new Intl.DisplayNames('de', { type: 'region', fallback: 'none' }),
};

/** ISO 3166 code by country name in each of our languages, in lower case; made when first asked. */
let codes: Map<string, string> | null = null;

function codesByName(): Map<string, string> {
	const found = new Map<string, string>();
	for (let first = 65; first <= 90; first += 1) {
		for (let second = 65; second <= 90; second += 1) {
			const code = String.fromCharCode(first, second);
			for (const names of Object.values(NAMES)) {
				const name = names.of(code);
				// A code that was given up has the name of the one in its place, so either will do.
				if (name !== undefined && !found.has(name.toLowerCase())) found.set(name.toLowerCase(), code);
			}
		}
	}
	return found;
}

/** A country in the reader's language, from its ISO code or its English or German name; anything else stays as written. */
export function countryName(country: string, locale: Locale): string {
	codes ??= codesByName();
	const code = /^[A-Z]{2}$/.test(country) ? country : codes.get(country.toLowerCase());
	return (code === undefined ? undefined : NAMES[locale].of(code)) ?? country;
}
