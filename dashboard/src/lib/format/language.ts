import type { Locale } from './locale.ts';

const NAMES: Readonly<Record<Locale, Intl.DisplayNames>> = {
	en: new Intl.DisplayNames('en', { type: 'language', fallback: 'none' }),
	de: new Intl.DisplayNames('de', { type: 'language', fallback: 'none' }),
};

/** The name of a language by its tag: `de-CH` is `Swiss High German`, `pl` is `Polnisch`; an unknown tag stays as it is. */
export function formatLanguage(tag: string, locale: Locale): string {
	try {
		return NAMES[locale].of(tag) ?? tag;
	} catch {
		return tag;
	}
}
