const MS_PER_DAY = 86_400_000;

/** Easter Sunday of a year as milliseconds of its midnight in UTC (the anonymous Gregorian algorithm, Meeus 1991). */
function easterSunday(year: number): number {
	const a = year % 19;
	const b = Math.floor(year / 100);
	const c = year % 100;
	const d = Math.floor((8 * b + 13) / 25);
	const h = (19 * a + b - Math.floor(b / 4) - d + 15) % 30;
	const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
	const m = Math.floor((a + 11 * h + 22 * l) / 451);
	const monthAndDay = h + l - 7 * m + 114;
	return Date.UTC(year, Math.floor(monthAndDay / 31) - 1, (monthAndDay % 31) + 1);
}

/** Public holidays in all of Germany, as `YYYY-MM-DD`: shops are closed. */
export function germanHolidays(year: number): ReadonlySet<string> {
	const easter = easterSunday(year);
	// Good Friday, Easter Monday, Ascension, Whit Monday
	const movable = [-2, 1, 39, 50].map((days) => new Date(easter + days * MS_PER_DAY).toISOString().slice(0, 10));
	const fixed = ['01-01', '05-01', '10-03', '12-25', '12-26'].map((day) => `${year}-${day}`);
	return new Set([...fixed, ...movable]);
}
