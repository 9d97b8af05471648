import * as v from 'valibot';
import { DEFAULT_BUSINESS_HOURS, parseSpan } from '#warehouse/business-hours.ts';
import { daySchema } from './day-schema.ts';

const spanSchema = v.optional(
	v.pipe(
		v.string(),
		v.check((text) => parseSpan(text) !== null, 'expected from and to such as 09:00-17:00'),
	),
);

const hoursSchema = v.pipe(
	v.strictObject({
		monday: spanSchema,
		tuesday: spanSchema,
		wednesday: spanSchema,
		thursday: spanSchema,
		friday: spanSchema,
		saturday: spanSchema,
		sunday: spanSchema,
	}),
	v.check((hours) => Object.values(hours).some((span) => span !== undefined), 'expected at least one open day'),
);

/** When service is at work, as a person writes it; Monday to Friday from nine to five when left out. */
export const businessHoursSchema = v.strictObject({
	/** From and to by weekday; a day left out is closed. */
	hours: v.optional(hoursSchema, DEFAULT_BUSINESS_HOURS.hours),
	/** Days that are closed all the same. */
	holidays: v.optional(v.array(daySchema('expected a day such as 2026-12-25')), []),
});
