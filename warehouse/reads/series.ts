import { bucketOf, bucketsIn, nextBucket } from '../metrics/buckets.ts';
import type { Grain } from '../metrics/metric.ts';
import { addDays, daysBetween } from '../metrics/period.ts';
import type { DayRange } from '../metrics/period.ts';
import type { SnapshotFacts } from '../metrics/snapshot-facts.ts';

/** A bucket of time on a chart. */
export interface Bucket {
	/** Its first day by the calendar, which may lie before the period. */
	readonly bucket: string;
	/** Whether the period or the data covers only a part of it. */
	readonly is_incomplete: boolean;
}

/** The grain that gives a chart of a period some 8 to 60 points. */
export function chartGrain(days: DayRange): Grain {
	const length = daysBetween(days.from, days.to);
	if (length <= 45) return 'day';
	if (length <= 190) return 'week';
	return length <= 5 * 366 ? 'month' : 'quarter';
}

/** A bucket and the one in the same place of the days compared with, null where that lies before the data. */
export interface PairedBucket extends Bucket {
	readonly before_bucket: string | null;
}

/** The buckets of a period, first to last, none before the data begins, each beside that of the compared days. */
export function bucketsOf(
	grain: Grain,
	days: DayRange,
	facts: SnapshotFacts,
	compared: DayRange | null = null,
): PairedBucket[] {
	const { asOf, firstEventOn, weekStart } = facts;
	const end = days.to < asOf ? days.to : asOf;
	const hasData = (bucket: string): boolean => firstEventOn !== null && nextBucket(grain, bucket) > firstEventOn;
	const before = compared === null ? [] : bucketsIn(grain, compared.from, compared.to, weekStart);
	return bucketsIn(grain, days.from, days.to, weekStart)
		.map((bucket, index) => ({
			bucket,
			is_incomplete: bucket < days.from || nextBucket(grain, bucket) > end,
			before_bucket: before[index] !== undefined && hasData(before[index]) ? before[index] : null,
		}))
		.filter(({ bucket }) => hasData(bucket));
}

/**
 * The buckets of a small line beside a figure: the weeks of a period up to half a year, else its months. A period
 * shorter than 13 weeks is led up to by the weeks before it, and the first bucket is always a whole one.
 */
export function sparkline(days: DayRange, facts: SnapshotFacts): { grain: Grain; days: DayRange } {
	const grain = daysBetween(days.from, days.to) <= 190 ? 'week' : 'month';
	const earliest = grain === 'week' ? addDays(days.to, -13 * 7) : days.from;
	const from = bucketOf(grain, earliest < days.from ? earliest : days.from, facts.weekStart);
	return { grain, days: { from, to: days.to } };
}
