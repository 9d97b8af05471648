import { ModelError } from '../model-error.ts';
import { segmentOf } from './rfm-segment.ts';
import type { RfmSegment } from './rfm-segment.ts';
import { cutScores, scoreOf } from './score-cuts.ts';
import type { ScoreCuts } from './score-cuts.ts';

/** What is known of each customer as of a day; a row each. */
export interface RfmCustomers {
	/** Days since the last purchase, ≥ 0. */
	readonly recency: Float64Array;
	/** Purchases, > 0. */
	readonly frequency: Float64Array;
	/** Money spent, net or gross as the caller counts it; below 0 where more was given back. */
	readonly monetary: Float64Array;
}

export interface RfmOptions {
	/** Scores of each measure, 2 to 10; 5 by default. */
	readonly bins?: number;
}

/** Where the scores begin; plain JSON. Null for a measure in which all customers are the same. */
export interface RfmModel {
	readonly bins: number;
	readonly n: number;
	/** Of −recency, so that the latest buyers have the highest score. */
	readonly recency: ScoreCuts | null;
	readonly frequency: ScoreCuts | null;
	readonly monetary: ScoreCuts | null;
}

export interface RfmScores {
	/** 1 to `bins`, the highest for the latest buyers, the most purchases and the most money. */
	readonly recency: Uint8Array;
	readonly frequency: Uint8Array;
	readonly monetary: Uint8Array;
	readonly segments: readonly RfmSegment[];
}

const MEASURES = ['recency', 'frequency', 'monetary'] as const;

/**
 * Cuts recency, frequency and money into scores by percent rank, ties together (Hughes, Strategic Database Marketing,
 * 1994, whose quintiles leave ties open). A measure in which all customers are the same gives all the middle score.
 * @throws ModelError for no customer, columns of different lengths, a value that is not finite, a recency below 0, a
 * frequency of 0 or less, or bins that are no whole number from 2 to 10
 * @example fitRfm({ recency: Float64Array.of(1, 9), frequency: Float64Array.of(1, 1), monetary: Float64Array.of(5, 7) },
 * 	{ bins: 2 }) // { bins: 2, n: 2, recency: [-1], frequency: null, monetary: [7] }
 */
export function fitRfm(customers: RfmCustomers, { bins = 5 }: RfmOptions = {}): RfmModel {
	if (!Number.isInteger(bins) || bins < 2 || bins > 10) {
		throw new ModelError('input', `bins is ${bins} (expected a whole number from 2 to 10)`);
	}
	const n = countCustomers(customers);
	if (n === 0) throw new ModelError('input', 'received no customer (expected at least one)');
	return {
		bins,
		n,
		recency: cutScores(
			customers.recency.map((days) => -days),
			bins,
		),
		frequency: cutScores(customers.frequency, bins),
		monetary: cutScores(customers.monetary, bins),
	};
}

/**
 * The scores and the segment of each customer, by the cuts of a fit: of the same customers, or of others or another day.
 * @throws ModelError as `fitRfm`, but no customer is fine
 */
export function predictRfm({ bins, ...cuts }: RfmModel, customers: RfmCustomers): RfmScores {
	countCustomers(customers);
	const recency = Uint8Array.from(customers.recency, (days) => scoreOf(-days, cuts.recency, bins));
	const frequency = Uint8Array.from(customers.frequency, (count) => scoreOf(count, cuts.frequency, bins));
	const monetary = Uint8Array.from(customers.monetary, (money) => scoreOf(money, cuts.monetary, bins));
	const segments = Array.from(recency, (score, row) =>
		segmentOf({ recency: score, frequency: frequency[row] ?? 0, monetary: monetary[row] ?? 0 }, bins),
	);
	return { recency, frequency, monetary, segments };
}

/** How many customers there are, once each value is one that a customer can have. */
function countCustomers(customers: RfmCustomers): number {
	const n = customers.recency.length;
	for (const measure of MEASURES) {
		const values = customers[measure];
		if (values.length !== n) {
			throw new ModelError('input', `${measure} has ${values.length} rows, recency ${n} (expected as many)`);
		}
		const index = values.findIndex((value) => !isPossible(measure, value));
		if (index < 0) continue;
		const wanted = { recency: 'days of 0 or more', frequency: 'a count above 0', monetary: 'a finite amount' }[measure];
		throw new ModelError('input', `${measure} is ${values[index] ?? NaN} at index ${index} (expected ${wanted})`);
	}
	return n;
}

function isPossible(measure: (typeof MEASURES)[number], value: number): boolean {
	if (!Number.isFinite(value)) return false;
	return measure === 'monetary' || (measure === 'recency' ? value >= 0 : value > 0);
}
