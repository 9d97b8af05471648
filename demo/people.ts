import { COUNTRIES } from './countries.ts';
import type { Country } from './countries.ts';
import type { CustomerKind } from './demand.ts';
import { cumulate, itemAt, pick, pickCumulative, wholeBelow } from './random.ts';
import type { Random } from './random.ts';

/** Who a customer is. */
export interface Person {
	readonly name: string;
	/** Empty where nobody left one, as the telephone number. */
	readonly email: string;
	readonly phone: string;
	readonly street: string;
	readonly postalCode: string;
	readonly city: string;
}

const COMPANY_SHARE = 0.1;
const COUNTRY_WEIGHTS = cumulate(COUNTRIES.map((country) => country.weight));
export const MAIL_HOSTS = [
	'example.com',
	'example.org',
	'example.net',
	'mail.example.com',
	'post.example.org',
	'web.example.net',
];
const COMPANY_MAILBOXES = ['info', 'einkauf', 'office', 'kontakt'];
const WITHOUT_PHONE = 0.15;
/** Consumers who have only ever been to a shop. */
const WITHOUT_EMAIL = 0.03;

export function drawCountry(random: Random): Country {
	return itemAt(COUNTRIES, pickCumulative(random, COUNTRY_WEIGHTS));
}

export function drawKind(random: Random): CustomerKind {
	return random.uniform() < COMPANY_SHARE ? 'company' : 'consumer';
}

/** Letters that an address can have: ü becomes ue, é becomes e, everything else the given sign. */
function spellMailPart(text: string, between: string): string {
	return text
		.toLowerCase()
		.replaceAll('ä', 'ae')
		.replaceAll('ö', 'oe')
		.replaceAll('ü', 'ue')
		.replaceAll('ß', 'ss')
		.replaceAll('ø', 'oe')
		.replaceAll('æ', 'ae')
		.replaceAll('ł', 'l')
		.replaceAll('ı', 'i')
		.normalize('NFD')
		.replaceAll(/[\u0300-\u036f]/g, '')
		.replaceAll(/[^a-z0-9]+/g, between);
}

/** The words come from short lists: each is spelled once. */
const spelled = new Map<string, string>();

/** A part of an e-mail address: `Jürgen Groß` is `juergen.gross`. */
export function mailPart(text: string, between: string): string {
	const key = text + between;
	const known = spelled.get(key);
	if (known !== undefined) return known;
	const part = spellMailPart(text, between);
	spelled.set(key, part);
	return part;
}

/** Every # becomes a digit. */
export function withDigits(random: Random, pattern: string): string {
	return pattern.replaceAll('#', () => String(wholeBelow(random, 10)));
}

function drawStreet(random: Random, country: Country): string {
	const street = pick(random, country.streets);
	const number = 1 + wholeBelow(random, 120);
	return country.isNumberFirst ? `${number} ${street}` : `${street} ${number}`;
}

function drawConsumer(random: Random, index: number, country: Country): Pick<Person, 'name' | 'email'> {
	const first = pick(random, country.firstNames);
	const last = pick(random, country.lastNames);
	// The index keeps addresses apart where people share a name.
	const email = `${mailPart(first, '.')}.${mailPart(last, '.')}${index}@${pick(random, MAIL_HOSTS)}`;
	return { name: `${first} ${last}`, email: random.uniform() < WITHOUT_EMAIL ? '' : email };
}

function drawCompany(random: Random, index: number, country: Country, city: string): Pick<Person, 'name' | 'email'> {
	const word = pick(random, country.companyWords);
	const trade = pick(random, country.trades);
	const name = `${word} ${trade} ${random.uniform() < 0.5 ? `${city} ` : ''}${pick(random, country.legalForms)}`;
	const domain = `${mailPart(word, '-')}-${mailPart(trade, '-')}-${index}.example`;
	return { name, email: `${pick(random, COMPANY_MAILBOXES)}@${domain}` };
}

/** Makes the customer of an index. */
export function drawPerson(random: Random, index: number, kind: CustomerKind, country: Country): Person {
	const [city, code] = pick(random, country.cities);
	const whoItIs = kind === 'company' ? drawCompany(random, index, country, city) : drawConsumer(random, index, country);
	const hasPhone = random.uniform() >= WITHOUT_PHONE && country.phones.length > 0;
	return {
		...whoItIs,
		phone: hasPhone ? withDigits(random, pick(random, country.phones)) : '',
		street: drawStreet(random, country),
		postalCode: withDigits(random, code),
		city,
	};
}
