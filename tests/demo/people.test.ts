import { describe, expect, test } from 'vitest';
import { COUNTRIES } from '#demo/countries.ts';
import { drawCountry, drawKind, drawPerson } from '#demo/people.ts';
import { createRandom } from '#demo/random.ts';

const people = Array.from({ length: 5_000 }, (_, index) => {
	const random = createRandom(3, 'person', index);
	const kind = drawKind(random);
	const country = drawCountry(random);
	return { kind, country, ...drawPerson(random, index, kind, country) };
});

test('every e-mail lies at a domain that is kept for examples (RFC 2606)', () => {
	const emails = people.map(({ email }) => email).filter((email) => email !== '');
	const reserved = /^[a-z0-9.]+@([a-z0-9-]+\.example|([a-z]+\.)?example\.(com|org|net))$/;
	expect(emails.filter((email) => !reserved.test(email))).toEqual([]);
	expect(emails.length).toBeGreaterThan(4_500);
});

test('no two people share an e-mail', () => {
	const emails = people.map(({ email }) => email).filter((email) => email !== '');
	expect(new Set(emails).size).toBe(emails.length);
});

/** Ranges that regulators keep for fiction: Bundesnetzagentur 148/2021, Ofcom, ARCEP, PTS. */
const FICTION = [
	/^\+49 (30 23125|69 90009|40 66969|221 4710|89 99998) \d{3}$/,
	/^\+44 (20 7946|161 496|131 496) 0\d{3}$/,
	/^\+44 7700 900\d{3}$/,
	/^\+33 (1 99 00|2 61 91|3 53 01|4 65 71|6 39 98) \d\d \d\d$/,
	/^\+46 8 465 004 \d\d$/,
];

test('every telephone number lies in a range that is kept for fiction', () => {
	const phones = people.map(({ phone }) => phone).filter((phone) => phone !== '');
	expect(phones.filter((phone) => !FICTION.some((range) => range.test(phone)))).toEqual([]);
	expect(phones.length).toBeGreaterThan(1_000);
});

test('some leave no number where there is a range, and nobody leaves one where there is none', () => {
	const shareIn = (country: string): number => {
		const all = people.filter((person) => person.country.name === country);
		return all.filter(({ phone }) => phone !== '').length / all.length;
	};
	// 85 % of some 2,300 Germans: a standard error of 0.0075, four of them.
	expect(Math.abs(shareIn('Germany') - 0.85)).toBeLessThan(0.03);
	expect(shareIn('Austria')).toBe(0);
});

describe('companies', () => {
	test('are a tenth of the customers', () => {
		const share = people.filter(({ kind }) => kind === 'company').length / people.length;
		// sqrt(0.1 x 0.9 / 5,000) = 0.0042; four of them
		expect(Math.abs(share - 0.1)).toBeLessThan(0.017);
	});

	test('are named by their country’s law', () => {
		const swiss = people.filter(({ kind, country }) => kind === 'company' && country.name === 'Switzerland');
		expect(swiss.filter(({ name }) => !/ (AG|GmbH|Genossenschaft)$/.test(name))).toEqual([]);
		expect(swiss.length).toBeGreaterThan(10);
	});
});

test('every country is lived in, by its share', () => {
	const total = COUNTRIES.reduce((sum, { weight }) => sum + weight, 0);
	for (const { name, weight } of COUNTRIES) {
		const share = people.filter(({ country }) => country.name === name).length / people.length;
		const expected = weight / total;
		expect(Math.abs(share - expected), name).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / people.length));
	}
});

test('postal codes have no place left open', () => {
	expect(people.filter(({ postalCode }) => !/^[0-9A-Z][0-9A-Z -]+$/.test(postalCode))).toEqual([]);
});
