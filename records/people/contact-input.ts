import * as v from 'valibot';
import { optional, required } from '../input/fields.ts';
import { email, flag, language, phone, text } from '../input/readers.ts';
import { addressFields } from './address-fields.ts';

function pointList<Value extends v.GenericSchema<string | number | boolean | null, string | null>>(value: Value) {
	return v.array(
		v.strictObject({
			value,
			label: v.optional(optional(text(40)), null),
			is_primary: v.optional(optional(flag), null),
		}),
	);
}

/**
 * What can be typed in for a contact, with their e-mail addresses, phone numbers and places in companies. A list that is
 * given is the whole list; one that is left out stays as it is. A new contact needs a name, an address or a number.
 */
export const contactInput = v.partial(
	v.strictObject({
		first_name: optional(text(100)),
		last_name: optional(text(100)),
		job_title: optional(text(120)),
		language: optional(language),
		lifecycle_stage: optional(text(40)),
		...addressFields,
		owner_id: optional(text(64)),
		external_key: optional(text(200)),
		emails: pointList(optional(email)),
		phones: pointList(optional(phone)),
		companies: v.array(
			v.strictObject({
				company_id: required(text(64)),
				role: v.optional(optional(text(100)), null),
				is_primary: v.optional(optional(flag), null),
			}),
		),
	}),
);

export type ContactInput = v.InferInput<typeof contactInput>;
export type ContactValues = v.InferOutput<typeof contactInput>;
