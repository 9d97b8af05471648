import type { Calendar } from '../calendar.ts';
import { wholeBelow } from '../random.ts';
import type { Random } from '../random.ts';

/** Seconds of Berlin's clock since the company's first midnight, as if no clock were ever changed. */
export type Moment = number;

export const DAY = 86_400;
const HOUR = 3_600;
const MINUTE = 60;
const MS_PER_DAY = 86_400_000;
const ZONE = 'Europe/Berlin';

/** Service and sales are at work from nine to five, Monday to Friday. */
const OPENS = 9 * HOUR;
const CLOSES = 17 * HOUR;
const NOON = 12;

/** Reads moments: as instants in UTC, as days, by the business clock. */
export interface Moments {
	/** The first moment after the history. */
	readonly end: Moment;
	/** ISO 8601 in UTC. */
	instant(moment: Moment): string;
	/** `YYYY-MM-DD` in Berlin. */
	day(moment: Moment): string;
	weekday(moment: Moment): number;
	/** The moment itself while the business is open, else when it opens next. */
	whenOpen(moment: Moment): Moment;
	/** A moment on the nearest working day, at an hour of work drawn anew. */
	atWork(random: Random, moment: Moment): Moment;
	/** So many minutes of business later. */
	afterBusiness(moment: Moment, minutes: number): Moment;
}

/** Makes the reading of moments for a calendar. */
export function createMoments(calendar: Calendar): Moments {
	const offsets = new Map<number, number>();
	const begin = Date.parse(`${calendar.day(0)}T00:00:00Z`);

	/** UTC's lead over Berlin at noon, in milliseconds: the clock changes at night, when nothing of the records happens. */
	function offset(day: number): number {
		let known = offsets.get(day);
		if (known === undefined) {
			const noon = Temporal.PlainDate.from(calendar.day(day)).toZonedDateTime({
				timeZone: ZONE,
				plainTime: { hour: NOON },
			});
			known = noon.offsetNanoseconds / 1_000_000;
			offsets.set(day, known);
		}
		return known;
	}

	const dayOf = (moment: Moment): number => Math.floor(moment / DAY);
	const weekdayOf = (day: number): number => (((((calendar.weekdays[0] ?? 1) - 1 + day) % 7) + 7) % 7) + 1;
	const isWorkday = (day: number): boolean => weekdayOf(day) <= 5;

	function whenOpen(moment: Moment): Moment {
		let day = dayOf(moment);
		if (isWorkday(day) && moment - day * DAY < CLOSES) return Math.max(moment, day * DAY + OPENS);
		do day += 1;
		while (!isWorkday(day));
		return day * DAY + OPENS;
	}

	return {
		end: calendar.days * DAY,
		instant: (moment) => {
			const day = dayOf(moment);
			return new Date(begin + day * MS_PER_DAY + Math.round((moment - day * DAY) * 1000) - offset(day)).toISOString();
		},
		day: (moment) => calendar.day(dayOf(moment)),
		weekday: (moment) => weekdayOf(dayOf(moment)),
		whenOpen,
		atWork(random, moment) {
			let day = dayOf(moment);
			if (weekdayOf(day) === 6) day -= 1;
			if (weekdayOf(day) === 7) day += 1;
			return day * DAY + OPENS + wholeBelow(random, CLOSES - OPENS);
		},
		afterBusiness(moment, minutes) {
			let at = whenOpen(moment);
			let left = Math.round(minutes * MINUTE);
			for (;;) {
				const rest = dayOf(at) * DAY + CLOSES - at;
				if (left < rest) return at + left;
				left -= rest;
				at = whenOpen(at + rest);
			}
		},
	};
}
