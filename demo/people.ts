import { COUNTRIES } from './countries.ts';
import type { Country } from './countries.ts';
import { cumulate, itemAt, pick, pickCumulative, wholeBelow } from './random.ts';
import type { Random } from './random.ts';

/** Who a customer is. */
export interface Person {
	readonly customerId: string;
	readonly kind: 'consumer' | 'company';
	readonly name: string;
	readonly email: string;
	readonly phone: string;
	readonly street: string;
	readonly postalCode: string;
	readonly city: string;
	readonly country: Country;
}

const COMPANY_SHARE = 0.12;
const COUNTRY_WEIGHTS = cumulate(COUNTRIES.map((country) => country.weight));
const MAIL_HOSTS = ['example.com', 'example.org', 'example.net', 'mail.example.com', 'post.example.org'];
const TRADES = [
	'Outdoor',
	'Bergsport',
	'Camping',
	'Garten',
	'Haushalt',
	'Sport',
	'Reisen',
	'Wohnen',
	'Trekking',
	'Radsport',
	'Kletterhalle',
	'Hotel',
];

/** Letters that an address can have: ü becomes ue, é becomes e, everything else a dot. */
function mailPart(text: string): string {
	const spelled = text.toLowerCase().replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue');
	const plain = spelled.replaceAll('ß', 'ss').replaceAll('ø', 'o').replaceAll('ł', 'l').replaceAll('ı', 'i');
	return plain
		.normalize('NFD')
		.replaceAll(/[\u0300-\u036f]/g, '')
		.replaceAll(/[^a-z0-9]+/g, '.')
		.replaceAll(/^\.|\.$/g, '');
}

/** Makes the customer of an index; its numbers come from the customer's own generator. */
export function createPerson(index: number, random: Random): Person {
	const country = itemAt(COUNTRIES, pickCumulative(random, COUNTRY_WEIGHTS));
	const kind = random.uniform() < COMPANY_SHARE ? 'company' : 'consumer';
	const first = pick(random, country.firstNames);
	const last = pick(random, country.lastNames);
	const [city, postalCode] = pick(random, country.cities);
	const name =
		kind === 'consumer' ? `${first} ${last}` : `${last} ${pick(random, TRADES)} ${pick(random, country.legalForms)}`;
	// The index keeps addresses apart where people share a name.
	const email =
		kind === 'consumer'
			? `${mailPart(first)}.${mailPart(last)}${index}@${pick(random, MAIL_HOSTS)}`
			: `info@${mailPart(name).replaceAll('.', '-')}-${index}.example`;
	return {
		customerId: `C${String(index).padStart(6, '0')}`,
		kind,
		name,
		email,
		phone: `${country.phone}${String(wholeBelow(random, 1000)).padStart(3, '0')}`,
		street: `${pick(random, country.streets)} ${1 + wholeBelow(random, 120)}`,
		postalCode,
		city,
		country,
	};
}
