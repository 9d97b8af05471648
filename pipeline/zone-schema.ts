import * as v from 'valibot';

function isZone(zone: string): boolean {
	try {
		Temporal.Now.zonedDateTimeISO(zone);
		return true;
	} catch {
		return false;
	}
}

/** A time zone by its IANA name. */
export const zoneSchema = v.pipe(
	v.string(),
	v.check(isZone, (issue) => `unknown time zone "${issue.input}" (expected an IANA name such as Europe/Berlin)`),
);
