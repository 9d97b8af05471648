import { sql, unsafe } from '../query.ts';
import type { Sql } from '../query.ts';
import type { Grain } from './metric.ts';
import { parseDay } from './period.ts';
import type { WeekStart } from './snapshot-facts.ts';

/** Days from a week's start to the Monday in it, and back: DuckDB's own weeks start on Monday. */
const DAYS_BEFORE_MONDAY = { monday: 0, sunday: 1, saturday: 2 } as const satisfies Record<WeekStart, number>;

const STEPS = {
	day: { days: 1 },
	week: { days: 7 },
	month: { months: 1 },
	quarter: { months: 3 },
	year: { months: 12 },
} as const satisfies Record<Grain, { days: number } | { months: number }>;

/** The first day of the bucket that a date lies in, as a DATE; date_trunc alone gives a TIMESTAMP. */
export function bucketSql(grain: Grain, day: Sql, weekStart: WeekStart): Sql {
	if (grain === 'day') return day;
	const shift = DAYS_BEFORE_MONDAY[weekStart];
	if (grain !== 'week' || shift === 0) return sql`cast(date_trunc(${unsafe(`'${grain}'`)}, ${day}) as date)`;
	const days = unsafe(String(shift));
	return sql`cast(date_trunc('week', ${day} + ${days}) as date) - ${days}`;
}

/**
 * All buckets from the one of the first day to the one of the last, as a query with one column named as the grain; none
 * where either day is null.
 */
export function bucketsSql(grain: Grain, first: Sql, last: Sql, weekStart: WeekStart): Sql {
	const [unit = 'days', count = 1] = Object.entries(STEPS[grain])[0] ?? [];
	const start = bucketSql(grain, first, weekStart);
	return sql`select cast(unnest(generate_series(${start}, ${last}, interval ${unsafe(`'${count} ${unit}'`)})) as date) as ${unsafe(grain)}`;
}

/** The first day of the bucket that a day lies in. */
export function bucketOf(grain: Grain, day: string, weekStart: WeekStart): string {
	const date = parseDay(day);
	switch (grain) {
		case 'day':
			return day;
		case 'week':
			return date.subtract({ days: (date.dayOfWeek - 1 + DAYS_BEFORE_MONDAY[weekStart]) % 7 }).toString();
		case 'month':
			return date.with({ day: 1 }).toString();
		case 'quarter':
			return date.with({ day: 1, month: date.month - ((date.month - 1) % 3) }).toString();
		case 'year':
			return date.with({ day: 1, month: 1 }).toString();
	}
}

/** The first day of the bucket after the one that begins on `bucket`. */
export function nextBucket(grain: Grain, bucket: string): string {
	return parseDay(bucket).add(STEPS[grain]).toString();
}

/** The first days of all buckets that have a day in `from` up to, not including, `to`. */
export function bucketsIn(grain: Grain, from: string, to: string, weekStart: WeekStart): string[] {
	const buckets: string[] = [];
	for (let bucket = bucketOf(grain, from, weekStart); bucket < to; bucket = nextBucket(grain, bucket)) {
		buckets.push(bucket);
	}
	return buckets;
}
