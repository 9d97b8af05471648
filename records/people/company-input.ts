import * as v from 'valibot';
import { optional, required } from '../input/fields.ts';
import { currency, domain, email, integer, money, oneOf, phone, text } from '../input/readers.ts';
import { COMPANY_TYPES } from '../schema/people.ts';
import { addressFields } from './address-fields.ts';

/** What can be typed in for a company. All of it can be left out; a new one needs a name. */
export const companyInput = v.partial(
	v.strictObject({
		name: required(text(200)),
		company_type: required(oneOf(COMPANY_TYPES)),
		domain: optional(domain),
		email: optional(email),
		phone: optional(phone),
		industry: optional(text(100)),
		employee_count: optional(integer(0, 100_000_000)),
		annual_revenue: optional(money),
		currency: optional(currency),
		...addressFields,
		parent_company_id: optional(text(64)),
		owner_id: optional(text(64)),
		external_key: optional(text(200)),
	}),
);

export type CompanyInput = v.InferInput<typeof companyInput>;
