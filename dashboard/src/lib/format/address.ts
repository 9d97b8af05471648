import { countryName } from './country.ts';
import type { Locale } from './locale.ts';

interface Address {
	readonly street: string | null;
	readonly postal_code: string | null;
	readonly city: string | null;
	readonly country?: string | null;
}

/** An address in one line, street first; null where nothing of it is known. */
export function addressText({ street, postal_code, city, country }: Address, locale: Locale): string | null {
	const town = [postal_code, city].filter((part) => part !== null && part !== '').join(' ');
	const parts = [street, town, country === undefined || country === null ? null : countryName(country, locale)];
	const text = parts.filter((part) => part !== null && part !== '').join(', ');
	return text === '' ? null : text;
}
