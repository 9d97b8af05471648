import { expect, it } from 'vitest';
import { normalisePhone } from '#records/values/phone.ts';

// Numbers of ranges kept for fiction: Bundesnetzagentur, Ofcom, and the American 555-01xx.
it.each([
	['030 23125 014', 'Germany', '+493023125014'],
	['030 23125 014', 'DE', '+493023125014'],
	['+49 (0)30 23125-014', null, '+493023125014'],
	['0049 30 23125 014', null, '+493023125014'],
	['0049 30 23125 014', 'Austria', '+493023125014'],
	['(020) 7946 0018', 'United Kingdom', '+442079460018'],
	['202-555-0134', 'USA', '+12025550134'],
	['030 23125 014', null, '03023125014'],
	['030 23125 014', 'Atlantis', '03023125014'],
	['123', 'Germany', '123'],
])('normalises %j of %j to %s', (text, country, normalised) => {
	expect(normalisePhone(text, country)).toBe(normalised);
});
