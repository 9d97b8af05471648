/** Stretches of time with a name; each ends with the last day the data covers. */
export const presets = [
	'last-30-days',
	'last-90-days',
	'last-12-months',
	'last-24-months',
	'this-month',
	'this-year',
	'last-year',
	'all',
] as const;
export type PeriodPreset = (typeof presets)[number];

/** A named stretch, or one of the reader's own with both ends included. */
export type Period = PeriodPreset | { readonly first: string; readonly last: string };

/** Days from `from` up to, not including, `to`; both `YYYY-MM-DD`. The form reads and the command line take. */
export interface DayRange {
	readonly from: string;
	readonly to: string;
}

/** Reads `last-12-months` or `2026-01-01..2026-06-30` (both ends included); null when it is neither. */
export function parsePeriod(text: string): Period | null {
	const preset = presets.find((name) => name === text);
	if (preset) return preset;
	const [first, last, ...rest] = text.split('..');
	if (first === undefined || last === undefined || rest.length > 0) return null;
	return isDay(first) && isDay(last) && first <= last ? { first, last } : null;
}

/** The text `parsePeriod` reads. */
export function periodText(period: Period): string {
	return typeof period === 'string' ? period : `${period.first}..${period.last}`;
}

/**
 * The days a period covers, seen from `as_of` (the day after the last day with data). Months and years are calendar
 * ones and the running one counts, so that tiles, charts by month and the same days a year before add up alike.
 * `firstEventOn` is where `all` begins; without any data it begins at `as_of`.
 */
export function periodDays(period: Period, asOf: string, firstEventOn: string | null): DayRange {
	if (typeof period !== 'string') return { from: period.first, to: addDays(period.last, 1) };
	const lastDay = addDays(asOf, -1);
	const monthStart = `${lastDay.slice(0, 7)}-01`;
	const yearStart = `${lastDay.slice(0, 4)}-01-01`;
	switch (period) {
		case 'last-30-days':
			return { from: addDays(asOf, -30), to: asOf };
		case 'last-90-days':
			return { from: addDays(asOf, -90), to: asOf };
		case 'last-12-months':
			return { from: addMonths(monthStart, -11), to: asOf };
		case 'last-24-months':
			return { from: addMonths(monthStart, -23), to: asOf };
		case 'this-month':
			return { from: monthStart, to: asOf };
		case 'this-year':
			return { from: yearStart, to: asOf };
		case 'last-year':
			return { from: addMonths(yearStart, -12), to: yearStart };
		case 'all':
			return { from: firstEventOn ?? asOf, to: asOf };
	}
}

/** What a period is held against. */
export const comparisons = ['year-before', 'previous', 'none'] as const;
export type Comparison = (typeof comparisons)[number];

/** The days to compare with: the same calendar days a year before, or as many days right before; null for none. */
export function comparisonDays(days: DayRange, comparison: Comparison): DayRange | null {
	switch (comparison) {
		case 'none':
			return null;
		case 'year-before':
			return { from: addMonths(days.from, -12), to: addMonths(days.to, -12) };
		case 'previous':
			return { from: addDays(days.from, -daysBetween(days.from, days.to)), to: days.from };
	}
}

/** The day `days` after `day`, before it where negative. */
export function addDays(day: string, days: number): string {
	return dayText(Date.parse(day) + days * 86_400_000);
}

/** The same day of the month `months` later; the month's last day where that month is shorter. */
export function addMonths(day: string, months: number): string {
	const [year = 0, month = 1, dayOfMonth = 1] = day.split('-').map(Number);
	const lastOfMonth = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
	return dayText(Date.UTC(year, month - 1 + months, Math.min(dayOfMonth, lastOfMonth)));
}

/** Whole days from one day to a later one. */
export function daysBetween(from: string, to: string): number {
	return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}

/** Whether the text is a day of the calendar, written `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
	return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) && dayText(Date.parse(text)) === text;
}

function dayText(milliseconds: number): string {
	return new Date(milliseconds).toISOString().slice(0, 10);
}
