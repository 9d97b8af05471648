/** What was expected of customers in all, and what came. */
export interface Total {
	readonly expected: number;
	readonly actual: number;
}

/** Purchases that count for none being off: with few, a ratio is chance. */
const PRIOR = 200;
const SLOWEST = 0.7;
const FASTEST = 1.4;

/**
 * How fast the time ahead has to go by for a model so that it expects as many purchases as came before. Both purchase models
 * let customers go right after a purchase alone; where they really leave at any time, those still there are taken for more
 * loyal than they are, and the more is expected the further one looks: by a tenth over a year on data of that kind.
 * Shorter time ahead mends the total and keeps the shape of what is expected of each. Few purchases draw it towards 1, and
 * it stays between 0.7 and 1.4.
 * @example paceOf([{ expected: 1100, actual: 1000 }]) // 0.92, for 200 more purchases count as expected
 */
export function paceOf(totals: readonly Total[]): number {
	const expected = totals.reduce((sum, total) => sum + total.expected, PRIOR);
	const actual = totals.reduce((sum, total) => sum + total.actual, PRIOR);
	return Math.min(FASTEST, Math.max(SLOWEST, actual / expected));
}
