import { formatNumber, type Locale, nothing, regions, thinSpace } from './locale.ts';

/** How long something took, from milliseconds: `240 ms`, `3.4 s`, `2 min 5 s`, `3 h 20 min`. Null gives a dash. */
export function formatDuration(milliseconds: number | null, locale: Locale): string {
	if (milliseconds === null) return nothing;
	if (milliseconds < 995) return `${Math.round(milliseconds)}${thinSpace}ms`;
	if (milliseconds < 59_950) {
		return formatNumber(milliseconds / 1000, locale, { maximumFractionDigits: 1 }) + thinSpace + 's';
	}
	const seconds = Math.round(milliseconds / 1000);
	if (seconds < 3600) return pair(Math.floor(seconds / 60), 'min', seconds % 60, 's');
	const minutes = Math.round(seconds / 60);
	return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
	const first = `${large}${thinSpace}${largeUnit}`;
	return small === 0 ? first : `${first} ${small}${thinSpace}${smallUnit}`;
}

/** A number of days, with a decimal up to a hundred: `51.8 days`, `51,8 Tage`, `1 day`. Null gives a dash. */
export function formatDays(days: number | null, locale: Locale): string {
	if (days === null) return nothing;
	const maximumFractionDigits = Math.abs(days) < 100 ? 1 : 0;
	return formatNumber(days, locale, { style: 'unit', unit: 'day', unitDisplay: 'long', maximumFractionDigits });
}

/** A number of minutes, to the minute: `35 min`, `3 h 20 min`. Null gives a dash. */
export function formatMinutes(minutes: number | null, locale: Locale): string {
	if (minutes === null) return nothing;
	const whole = Math.round(minutes);
	if (Math.abs(whole) < 60) return `${formatNumber(whole, locale, {})}${thinSpace}min`;
	return pair(Math.trunc(whole / 60), 'h', Math.abs(whole % 60), 'min');
}

const ages: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
	['year', 365.25 * 86_400_000],
	['month', 30.4375 * 86_400_000],
	['day', 86_400_000],
	['hour', 3_600_000],
	['minute', 60_000],
];

/**
 * How long before `now` an instant or day lies, in its largest whole unit: `3 hours ago`, `yesterday`. `now` is the
 * snapshot's as-of for data and the clock for runs: the caller decides. Null gives a dash.
 */
export function formatAge(instant: string | null, now: string, locale: Locale): string {
	if (instant === null) return nothing;
	const passed = Date.parse(now) - Date.parse(instant);
	const words = new Intl.RelativeTimeFormat(regions[locale], { numeric: 'auto' });
	const [unit, size] = ages.find(([, milliseconds]) => Math.abs(passed) >= milliseconds) ?? ['second', 1000];
	return words.format(-Math.trunc(passed / size), unit);
}
