import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { countryCode } from './country.ts';

/**
 * A phone number as matching compares it: E.164 (`+4930123456`) where it can be told, with the country (code or name)
 * for numbers written without one; else its digits alone.
 */
export function normalisePhone(text: string, country: string | null): string {
	const code = countryCode(country);
	const written = code === null ? text.trim().replace(/^00/, '+') : text.trim();
	const number =
		code !== null && isSupportedCountry(code)
			? parsePhoneNumberFromString(written, code)
			: parsePhoneNumberFromString(written);
	return number?.isPossible() === true ? number.number : text.replace(/\D/g, '');
}
