import { listed, RequestError } from './request-error.ts';

/** Days from `from` up to, not including, `to`; both `YYYY-MM-DD`. */
export interface DayRange {
	readonly from: string;
	readonly to: string;
}

export const PERIOD_PRESETS = [
	'last-30-days',
	'last-90-days',
	'last-12-months',
	'last-24-months',
	'this-month',
	'this-quarter',
	'this-year',
	'last-year',
	'all',
] as const;
export type PeriodPreset = (typeof PERIOD_PRESETS)[number];

/** `previous`: the stretch of the same length right before; `year-before`: the same days of the calendar a year earlier. */
export const COMPARISONS = ['previous', 'year-before'] as const;
export type Comparison = (typeof COMPARISONS)[number];

/**
 * Reads a day written `YYYY-MM-DD`.
 * @throws RequestError when it is none of the calendar
 */
export function parseDay(text: string): Temporal.PlainDate {
	try {
		const day = Temporal.PlainDate.from(text);
		if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return day;
	} catch {
		// Answered below, in the same words as a day in another form.
	}
	throw new RequestError(`invalid day: "${text}" (expected a day of the calendar such as 2026-01-31)`);
}

/** The day `days` later, earlier where negative; both `YYYY-MM-DD`. */
export function addDays(day: string, days: number): string {
	return parseDay(day).add({ days }).toString();
}

/** The same day of the month `months` later; the month's last day where that month is shorter. */
export function addMonths(day: string, months: number): string {
	return parseDay(day).add({ months }).toString();
}

/** Whole days from one day to another; negative where the second is earlier. */
export function daysBetween(from: string, to: string): number {
	return parseDay(from).until(parseDay(to), { largestUnit: 'day' }).days;
}

function isPreset(text: string): text is PeriodPreset {
	return PERIOD_PRESETS.some((preset) => preset === text);
}

/**
 * The days of a period by its name, or of `2026-01-01..2026-06-30`, whose last day is meant to be in it. Named periods
 * are seen from `asOf`, the day after the last one that counts: months, quarters and years are those of the calendar,
 * the running one included up to that day. `all` begins with `firstEventOn`, without any event at `asOf`.
 * @throws RequestError for any other text, and where the last day lies before the first
 */
export function resolvePeriod(period: string, asOf: string, firstEventOn: string | null): DayRange {
	if (isPreset(period)) return presetDays(period, asOf, firstEventOn);
	const [first, last, ...rest] = period.split('..');
	if (first === undefined || last === undefined || rest.length > 0) {
		throw new RequestError(
			`invalid period: "${period}" (expected ${listed(PERIOD_PRESETS)} or two days such as 2026-01-01..2026-06-30)`,
		);
	}
	const range = { from: parseDay(first).toString(), to: addDays(last, 1) };
	if (range.to <= range.from) throw new RequestError(`invalid period: "${period}" (expected the earlier day first)`);
	return range;
}

function presetDays(preset: PeriodPreset, asOf: string, firstEventOn: string | null): DayRange {
	const lastDay = parseDay(asOf).subtract({ days: 1 });
	const month = lastDay.with({ day: 1 });
	const year = month.with({ month: 1 });
	const until = (from: Temporal.PlainDate): DayRange => ({ from: from.toString(), to: asOf });
	switch (preset) {
		case 'last-30-days':
			return until(lastDay.subtract({ days: 29 }));
		case 'last-90-days':
			return until(lastDay.subtract({ days: 89 }));
		case 'last-12-months':
			return until(month.subtract({ months: 11 }));
		case 'last-24-months':
			return until(month.subtract({ months: 23 }));
		case 'this-month':
			return until(month);
		case 'this-quarter':
			return until(month.subtract({ months: (month.month - 1) % 3 }));
		case 'this-year':
			return until(year);
		case 'last-year':
			return { from: year.subtract({ years: 1 }).toString(), to: year.toString() };
		case 'all':
			return { from: firstEventOn !== null && firstEventOn < asOf ? firstEventOn : asOf, to: asOf };
	}
}

/**
 * The days to compare a period with. A period that begins with a month is moved by whole months, so a running month,
 * quarter or year meets the same days of the one before: 1 to 9 December against 1 to 9 November. Any other period is
 * moved by its own length. The 29th of February becomes the 28th where the year has none.
 * @example comparisonDays({ from: '2011-12-01', to: '2011-12-10' }, 'previous') // 2011-11-01 to 2011-11-10
 */
export function comparisonDays(days: DayRange, comparison: Comparison): DayRange {
	if (comparison === 'year-before') return movedByMonths(days, -12);
	if (days.from.endsWith('-01')) return movedByMonths(days, -monthsTouched(days));
	const length = daysBetween(days.from, days.to);
	return { from: addDays(days.from, -length), to: days.from };
}

function monthsTouched({ from, to }: DayRange): number {
	const first = parseDay(from).toPlainYearMonth();
	const last = parseDay(to).subtract({ days: 1 }).toPlainYearMonth();
	return first.until(last, { largestUnit: 'month' }).months + 1;
}

/** Moves the last day, not the day after it: the 28th of February may be followed by the 29th in one year only. */
function movedByMonths({ from, to }: DayRange, months: number): DayRange {
	const movedTo = to.endsWith('-01') ? addMonths(to, months) : addDays(addMonths(addDays(to, -1), months), 1);
	return { from: addMonths(from, months), to: movedTo };
}
