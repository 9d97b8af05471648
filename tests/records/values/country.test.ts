import { expect, it } from 'vitest';
import { countryCode, countryName } from '#records/values/country.ts';

it.each([
	['DE', 'DE', 'Germany'],
	['de', 'DE', 'Germany'],
	['Deutschland', 'DE', 'Germany'],
	['germany ', 'DE', 'Germany'],
	['Österreich', 'AT', 'Austria'],
	['UK', 'GB', 'United Kingdom'],
	['USA', 'US', 'United States'],
	['Great Britain', 'GB', 'United Kingdom'],
	['EIRE', 'IE', 'Ireland'],
	['BU', null, 'BU'],
	['EU', null, 'EU'],
	['Atlantis', null, 'Atlantis'],
])('knows %j by code %s as %s', (text, code, name) => {
	expect(countryCode(text)).toBe(code);
	expect(countryName(text)).toBe(name);
});
