import { type Locale, nothing, regions } from './locale.ts';

/** The length of a bucket of time. */
export type Grain = 'day' | 'week' | 'month' | 'quarter' | 'year';

const dateFormats = new Map<string, Intl.DateTimeFormat>();

function dateFormat(locale: Locale, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
	const key = locale + JSON.stringify(options);
	let format = dateFormats.get(key);
	if (!format) {
		format = new Intl.DateTimeFormat(regions[locale], options);
		dateFormats.set(key, format);
	}
	return format;
}

const dayStyle: Record<Locale, Intl.DateTimeFormatOptions> = {
	en: { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' },
	de: { day: '2-digit', month: '2-digit', year: 'numeric', timeZone: 'UTC' },
};

/** A `YYYY-MM-DD` day: `23 Nov 2026`, `23.11.2026`. Null gives a dash. */
export function formatDay(day: string | null, locale: Locale): string {
	return day === null ? nothing : write(dateFormat(locale, dayStyle[locale]).format(utc(day)));
}

/** A day without its year, for axes: `23 Nov`, `23.11.`. */
export function formatDayShort(day: string, locale: Locale): string {
	const month = locale === 'de' ? '2-digit' : 'short';
	return write(
		dateFormat(locale, { day: month === 'short' ? 'numeric' : '2-digit', month, timeZone: 'UTC' }).format(utc(day)),
	);
}

/** From the first to the last day, both included: `1 Dec 2025 – 23 Nov 2026`; what both share is written once. */
export function formatDayRange(first: string, last: string, locale: Locale): string {
	return write(dateFormat(locale, dayStyle[locale]).formatRange(utc(first), utc(last)));
}

/** The month a day lies in: `Nov 2026`, `Nov. 2026`; `long` for `November 2026`. */
export function formatMonth(day: string, locale: Locale, month: 'short' | 'long' = 'short'): string {
	return write(dateFormat(locale, { month, year: 'numeric', timeZone: 'UTC' }).format(utc(day)));
}

/** A month's name alone, for axes that write the year apart: `Nov`, `Nov`. */
export function formatMonthName(day: string, locale: Locale): string {
	return dateFormat(locale, { month: 'short', timeZone: 'UTC' }).format(utc(day)).replace('.', '').slice(0, 3);
}

/** The name of the bucket that starts on `day`: `Nov 2026`, `Q4 2026`, `2026`, `week of 16 Nov 2026`. */
export function formatBucket(day: string, grain: Grain, locale: Locale): string {
	switch (grain) {
		case 'day':
			return formatDay(day, locale);
		case 'week':
			return (locale === 'de' ? 'Woche ab ' : 'week of ') + formatDay(day, locale);
		case 'month':
			return formatMonth(day, locale);
		case 'quarter':
			return `Q${Math.floor(utc(day).getUTCMonth() / 3) + 1} ${day.slice(0, 4)}`;
		case 'year':
			return day.slice(0, 4);
	}
}

/** A UTC instant as the clock on the company's wall shows it: `23 Nov 2026, 14:05`. Null gives a dash. */
export function formatInstant(instant: string | null, zone: string, locale: Locale): string {
	if (instant === null) return nothing;
	const style = { ...dayStyle[locale], hour: '2-digit', minute: '2-digit', timeZone: zone } as const;
	return write(dateFormat(locale, style).format(new Date(instant)));
}

/** The day of a UTC instant in the company's zone: `23 Nov 2026`. Null gives a dash. */
export function formatInstantDay(instant: string | null, zone: string, locale: Locale): string {
	if (instant === null) return nothing;
	return write(dateFormat(locale, { ...dayStyle[locale], timeZone: zone }).format(new Date(instant)));
}

/** The time of day of a UTC instant in the company's zone: `14:05`, with seconds when asked: `14:05:09`. */
export function formatTime(instant: string, zone: string, locale: Locale, seconds = false): string {
	const style = {
		hour: '2-digit',
		minute: '2-digit',
		...(seconds && { second: '2-digit' as const }),
		timeZone: zone,
	} as const;
	return dateFormat(locale, style).format(new Date(instant));
}

// British dates have three letters for every month but September.
function write(date: string): string {
	return date.replace(/\bSept\b(?!\.)/, 'Sep');
}

function utc(day: string): Date {
	return new Date(`${day.slice(0, 10)}T00:00:00Z`);
}
