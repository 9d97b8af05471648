const EPOCH = Temporal.PlainDate.from('1970-01-01');

/** Days from 1970-01-01 to a day. */
export function toDay(day: string): number {
	return EPOCH.until(day, { largestUnit: 'days' }).days;
}

/** The day so many days after 1970-01-01. */
export function fromDay(day: number): string {
	return EPOCH.add({ days: day }).toString();
}
