import type { RfmCustomers } from './rfm.ts';
import { RFM_SEGMENTS } from './rfm-segment.ts';
import type { RfmSegment } from './rfm-segment.ts';

/** What the customers of a segment are like. */
export interface RfmSegmentSummary {
	readonly name: RfmSegment;
	readonly customers: number;
	/** Mean days since the last purchase. */
	readonly recency: number;
	/** Mean purchases. */
	readonly frequency: number;
	/** Mean money. */
	readonly monetary: number;
	/** Money of the whole segment. */
	readonly revenue: number;
	readonly customersShare: number;
	/** Of the money of all customers; null where that is not above 0. */
	readonly revenueShare: number | null;
}

/**
 * Figures of each segment that has customers, in the order of `RFM_SEGMENTS`.
 * @param segments of the customers, row by row, from `predictRfm`
 */
export function summarizeRfm(customers: RfmCustomers, segments: readonly RfmSegment[]): RfmSegmentSummary[] {
	const total = customers.monetary.reduce((sum, money) => sum + money, 0);
	return RFM_SEGMENTS.flatMap((name) => {
		const sums = { customers: 0, recency: 0, frequency: 0, revenue: 0 };
		segments.forEach((segment, row) => {
			if (segment !== name) return;
			sums.customers += 1;
			sums.recency += customers.recency[row] ?? 0;
			sums.frequency += customers.frequency[row] ?? 0;
			sums.revenue += customers.monetary[row] ?? 0;
		});
		if (sums.customers === 0) return [];
		return {
			name,
			customers: sums.customers,
			recency: sums.recency / sums.customers,
			frequency: sums.frequency / sums.customers,
			monetary: sums.revenue / sums.customers,
			revenue: sums.revenue,
			customersShare: sums.customers / segments.length,
			revenueShare: total > 0 ? sums.revenue / total : null,
		};
	});
}
