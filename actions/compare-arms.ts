import { normalQuantile } from '#models/math/normal-distribution.ts';
import { wilsonInterval } from '#models/math/wilson-interval.ts';

export interface Difference {
	readonly value: number;
	readonly lower: number;
	readonly upper: number;
}

/** So many of so many did it. */
export interface Share {
	readonly count: number;
	readonly of: number;
}

/** Amounts of so many people by their sum and the sum of their squares. */
export interface Amounts {
	readonly people: number;
	readonly sum: number;
	readonly squares: number;
}

const Z_95 = normalQuantile(0.975);

/**
 * The difference of two shares with its 95 % interval, by Newcombe's hybrid of Wilson's intervals (Statistics in Medicine
 * 17, 1998, 873-890, method 10): it holds for small numbers and shares near 0 as well. Null where a group has nobody.
 * @example compareShares({ count: 56, of: 70 }, { count: 48, of: 80 }) // 0.2, from 0.052 to 0.334 (Newcombe, table II)
 */
export function compareShares(first: Share, second: Share): Difference | null {
	if (first.of === 0 || second.of === 0) return null;
	const [a, b] = [first.count / first.of, second.count / second.of];
	const [ofA, ofB] = [wilsonInterval(first.count, first.of), wilsonInterval(second.count, second.of)];
	return {
		value: a - b,
		lower: a - b - Math.hypot(a - ofA.lower, ofB.upper - b),
		upper: a - b + Math.hypot(ofA.upper - a, b - ofB.lower),
	};
}

/** The variance of a mean: that of the amounts, over how many there are. */
function varianceOfMean({ people, sum, squares }: Amounts): number {
	const spread = Math.max(0, squares - (sum * sum) / people);
	return spread / (people - 1) / people;
}

/**
 * The difference of two means with its 95 % interval, the groups' variances apart (Welch, Biometrika 34, 1947, 28-35) and
 * by the normal distribution: for groups of thirty and more. Null where a group has fewer than two people.
 */
export function compareMeans(first: Amounts, second: Amounts): Difference | null {
	if (first.people < 2 || second.people < 2) return null;
	const value = first.sum / first.people - second.sum / second.people;
	const reach = Z_95 * Math.sqrt(varianceOfMean(first) + varianceOfMean(second));
	return { value, lower: value - reach, upper: value + reach };
}
