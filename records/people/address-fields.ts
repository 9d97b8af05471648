import { optional } from '../input/fields.ts';
import { country, text } from '../input/readers.ts';

/** The fields of an address, as companies and contacts have it. */
export const addressFields = {
	street: optional(text(200)),
	postal_code: optional(text(20)),
	city: optional(text(100)),
	region: optional(text(100)),
	country: optional(country),
};
