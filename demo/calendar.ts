import { DemoError } from './errors.ts';
import { germanHolidays } from './holidays.ts';

const MS_PER_DAY = 86_400_000;
const YEARS = 3;

/** The days of the company's history, counted from the first. */
export interface Calendar {
	readonly days: number;
	/** `YYYY-MM-DD` by day. */
	readonly names: readonly string[];
	/** Monday 1 to Sunday 7, by day. */
	readonly weekdays: Uint8Array;
	/** Months since the first one, by day. */
	readonly months: Uint8Array;
	/** `YYYY-MM-01` by month counted so. */
	readonly monthNames: readonly string[];
	/** 1 on public holidays. */
	readonly holidays: Uint8Array;
	/** `YYYY-MM-DD` of a day, before the first one too. */
	day(index: number): string;
}

function midnight(day: string): number {
	const time = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : NaN;
	if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day) {
		throw new DemoError(`invalid until: "${day}" (expected a day such as 2026-01-31)`);
	}
	return time;
}

/**
 * Three years that end with `until`, inclusive.
 * @throws DemoError when `until` is no day
 */
export function createCalendar(until: string): Calendar {
	const end = midnight(until);
	const last = new Date(end);
	const begin = Date.UTC(last.getUTCFullYear() - YEARS, last.getUTCMonth(), last.getUTCDate() + 1);
	const days = Math.round((end - begin) / MS_PER_DAY) + 1;
	const nameOf = (index: number): string => new Date(begin + index * MS_PER_DAY).toISOString().slice(0, 10);
	const names = Array.from({ length: days }, (_, index) => nameOf(index));
	const monthNames = [...new Set(names.map((name) => `${name.slice(0, 7)}-01`))];
	const firstYear = last.getUTCFullYear() - YEARS;
	const holidays = new Set(
		Array.from({ length: YEARS + 1 }, (_, index) => [...germanHolidays(firstYear + index)]).flat(),
	);
	return {
		days,
		names,
		weekdays: Uint8Array.from(names, (_, index) => ((begin / MS_PER_DAY + index + 3) % 7) + 1),
		months: Uint8Array.from(names, (name) => monthNames.indexOf(`${name.slice(0, 7)}-01`)),
		monthNames,
		holidays: Uint8Array.from(names, (name) => Number(holidays.has(name))),
		day: (index) => names[index] ?? nameOf(index),
	};
}

/** Whether shops are open on a day: no Sunday and no holiday. */
export function isOpen(calendar: Calendar, day: number): boolean {
	return calendar.weekdays[day] !== 7 && calendar.holidays[day] === 0;
}
