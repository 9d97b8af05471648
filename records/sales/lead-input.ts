import * as v from 'valibot';
import { optional, required } from '../input/fields.ts';
import { country, currency, email, money, oneOf, phone, text } from '../input/readers.ts';
import { LEAD_STATUSES } from '../schema/sales.ts';
import type { LeadStatus } from '../schema/sales.ts';

/** The states a person can put a lead in; converting alone makes it converted. */
const OPEN_STATUSES = LEAD_STATUSES.filter(
	(status): status is Exclude<LeadStatus, 'converted'> => status !== 'converted',
);

/** What can be typed in for a lead. A new one needs a name. */
export const leadInput = v.partial(
	v.strictObject({
		full_name: required(text(200)),
		company_name: optional(text(200)),
		email: optional(email),
		phone: optional(phone),
		status: required(oneOf(OPEN_STATUSES)),
		source: optional(text(80)),
		country: optional(country),
		amount: optional(money),
		currency: optional(currency),
		note: optional(text(10_000)),
		owner_id: optional(text(64)),
		campaign_id: optional(text(64)),
		external_key: optional(text(200)),
	}),
);

export type LeadInput = v.InferInput<typeof leadInput>;
export type LeadValues = v.InferOutput<typeof leadInput>;
