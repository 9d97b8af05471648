import type { Country } from '../countries.ts';
import type { KnownCustomer } from '../known-customers.ts';
import { mailPart, withDigits } from '../people.ts';
import { pick } from '../random.ts';
import type { Random } from '../random.ts';
import type { Moment } from './moments.ts';
import type { Colleague } from './team.ts';
import { toBeWritten } from './written.ts';
import type { Written } from './written.ts';

/** A company of the records. */
export interface Account extends Written {
	readonly name: string;
	readonly domain: string;
	readonly country: Country;
	readonly city: string;
	/** Null for who buys nothing in the shop. */
	readonly customer: KnownCustomer | null;
	/** When it came into the records. */
	readonly since: Moment;
	readonly owner: Colleague;
	/** The main one first. */
	readonly contacts: Persona[];
}

/** A contact of the records. */
export interface Persona extends Written {
	readonly firstName: string;
	readonly lastName: string;
	readonly email: string;
	readonly phone: string;
	readonly country: Country;
	readonly jobTitle: string | null;
	readonly account: Account | null;
	readonly customer: KnownCustomer | null;
	readonly since: Moment;
}

const LANGUAGES: Readonly<Record<string, string>> = {
	Germany: 'de',
	Austria: 'de-AT',
	Switzerland: 'de-CH',
	France: 'fr',
	Netherlands: 'nl',
	Italy: 'it',
	Poland: 'pl',
	Spain: 'es',
	'United Kingdom': 'en-GB',
	Sweden: 'sv',
	Denmark: 'da',
};

const GERMAN_TITLES = ['Einkauf', 'Geschäftsführung', 'Leitung Einkauf', 'Filialleitung', 'Buchhaltung', 'Lager'];
const TITLES = ['Purchasing', 'Managing director', 'Head of purchasing', 'Store manager', 'Accounting', 'Warehouse'];

export function languageOf(country: Country): string {
	return LANGUAGES[country.name] ?? 'en';
}

/** Whether people there are written to in German. */
export function speaksGerman(country: Country): boolean {
	return languageOf(country).startsWith('de');
}

/** Somebody of a country with a job, at a domain. */
export function drawPersona(
	random: Random,
	country: Country,
	domain: string,
	belongs: { readonly account: Account | null; readonly since: Moment; readonly place: number },
): Persona {
	const firstName = pick(random, country.firstNames);
	const lastName = pick(random, country.lastNames);
	const titles = speaksGerman(country) ? GERMAN_TITLES : TITLES;
	const hasPhone = country.phones.length > 0 && random.uniform() < 0.7;
	return {
		...toBeWritten(),
		firstName,
		lastName,
		email: `${mailPart(firstName, '.')}.${mailPart(lastName, '.')}@${domain}`,
		phone: hasPhone ? withDigits(random, pick(random, country.phones)) : '',
		country,
		jobTitle: titles[belongs.place] ?? pick(random, titles),
		account: belongs.account,
		customer: null,
		since: belongs.since,
	};
}

/** An address as somebody else typed it: the same to matching, not to the eye. */
export function retyped(random: Random, email: string): string {
	const way = random.uniform();
	if (way < 0.6) return email;
	if (way < 0.8) return email.replace(/^./, (letter) => letter.toUpperCase());
	return way < 0.9 ? email.toUpperCase() : email.replace(/@.*$/, (host) => host.toUpperCase());
}
