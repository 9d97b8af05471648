import * as v from 'valibot';

function isDay(text: string): boolean {
	try {
		return Temporal.PlainDate.from(text).toString() === text;
	} catch {
		return false;
	}
}

/** A day as ISO 8601 writes it, `2026-01-31`; anything else gets the message. */
export function daySchema(message: string) {
	return v.pipe(v.string(), v.check(isDay, message));
}
