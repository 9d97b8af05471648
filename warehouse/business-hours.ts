import type { Connection } from './database.ts';

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** When service is at work, by the clock of the company's zone. */
export interface BusinessHours {
	/** From and to, `09:00-17:00`; a day that is left out is closed. Midnight at the end of a day is 24:00. */
	readonly hours: Readonly<Partial<Record<Weekday, string | undefined>>>;
	/** Days that are closed all the same, `YYYY-MM-DD`. */
	readonly holidays: readonly string[];
}

const USUAL = '09:00-17:00';

/** Monday to Friday from nine to five. */
export const DEFAULT_BUSINESS_HOURS: BusinessHours = {
	hours: { monday: USUAL, tuesday: USUAL, wednesday: USUAL, thursday: USUAL, friday: USUAL },
	holidays: [],
};

const SPAN = /^([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/;

/** Minutes after midnight from which to which a day is open, null where the text is no such span or ends before it begins. */
export function parseSpan(text: string): { readonly opens: number; readonly closes: number } | null {
	const found = SPAN.exec(text);
	if (!found) return null;
	const [, fromHour, fromMinute, toHour = '24', toMinute = '0'] = found;
	const opens = Number(fromHour) * 60 + Number(fromMinute);
	const closes = Number(toHour) * 60 + Number(toMinute);
	return closes > opens ? { opens, closes } : null;
}

/**
 * Makes the hours readable by transforms: `business_hours`, one row per open weekday (1 is Monday) with the minutes after
 * midnight from which to which it is open; `business_holidays`, one row per day; and the macro
 * `business_clock(instant, opens_at, minutes, minutes_before)`, which reads a clock that runs within the hours alone. It
 * takes the row of `int_business_days` of the instant's day; two readings differ by the minutes of business between them.
 * Null of a null.
 */
export async function writeBusinessHours(connection: Connection, { hours, holidays }: BusinessHours): Promise<void> {
	await connection.run('create temp table business_hours (weekday integer, opens integer, closes integer)');
	for (const [index, weekday] of WEEKDAYS.entries()) {
		const span = parseSpan(hours[weekday] ?? '');
		if (span === null) continue;
		await connection.run('insert into business_hours values ($1, $2, $3)', [index + 1, span.opens, span.closes]);
	}
	await connection.run(
		`create temp table business_holidays as
		select distinct unnest(from_json($1::json, '["date"]')) as day`,
		[JSON.stringify(holidays)],
	);
	await connection.run(
		`create temp macro business_clock(instant, opens_at, minutes, minutes_before) as
		case when instant is not null then minutes_before + greatest(0, least(minutes, epoch(instant - opens_at) / 60)) end`,
	);
}
