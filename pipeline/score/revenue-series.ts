import type { Connection } from '#warehouse/database.ts';
import { rows, sql } from '#warehouse/query.ts';

export type ForecastGrain = 'week' | 'month';

/** What tells a series from others: the whole, a country or a category, by weeks or months. */
export interface SeriesKey {
	readonly series: string;
	/** Null for the whole. */
	readonly seriesValue: string | null;
	readonly grain: ForecastGrain;
}

/** Net revenue of the buckets that are over, from the first to the last without a gap. */
export interface RevenueSeries extends SeriesKey {
	/** First days. */
	readonly buckets: readonly string[];
	readonly values: Float64Array;
}

/** The series that are forecast, the whole first. */
export async function readRevenue(connection: Connection): Promise<RevenueSeries[]> {
	const found = await rows<SeriesKey & { bucket: string; value: number }>(
		connection,
		sql`select series, series_value as "seriesValue", grain, bucket, net_revenue as value from ftr_revenue_by_bucket
			order by grain desc, series = 'total' desc, series, series_value, bucket`,
	);
	return [...Map.groupBy(found, keyText).values()].flatMap((entries) => {
		const [first] = entries;
		if (first === undefined) return [];
		const { series, seriesValue, grain } = first;
		const buckets = entries.map(({ bucket }) => bucket);
		return { series, seriesValue, grain, buckets, values: Float64Array.from(entries, ({ value }) => value) };
	});
}

/** A series' key as one text. */
export function keyText({ series, seriesValue, grain }: SeriesKey): string {
	return JSON.stringify([series, seriesValue, grain]);
}

/** The first days of the buckets after one. */
export function bucketsAfter(grain: ForecastGrain, last: string, count: number): string[] {
	const from = Temporal.PlainDate.from(last);
	return Array.from({ length: count }, (_, index) =>
		from.add(grain === 'week' ? { days: 7 * (index + 1) } : { months: index + 1 }).toString(),
	);
}

/** The day before the bucket after one. */
export function lastDayOf(grain: ForecastGrain, bucket: string): string {
	const [next = bucket] = bucketsAfter(grain, bucket, 1);
	return Temporal.PlainDate.from(next).subtract({ days: 1 }).toString();
}
