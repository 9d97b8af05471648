import { normalQuantile } from '#models/math/normal-distribution.ts';

/** The usual promise: a difference that is there is seen four times of five, one that is not is claimed once in twenty. */
const Z_SIGNIFICANCE = normalQuantile(0.975);
const Z_POWER = normalQuantile(0.8);

/** Two groups to compare: what share orders anyway, and what share of everybody is held out. */
export interface Comparison {
	readonly baseline: number;
	readonly share: number;
}

/**
 * How many people both groups together need for a lift of the share that orders to be seen, with 80 % power at a two-sided
 * 5 %, by the formula for two proportions of unequal groups (Fleiss, Levin & Paik, Statistical Methods for Rates and
 * Proportions, 3rd ed., 4.2, without the correction for continuity). Null where no lift can be seen: nobody held out,
 * nobody written to, a baseline of 0, or one that the lift takes to 1 and beyond.
 * @param lift relative: 0.25 takes 4 % to 5 %
 * @example peopleNeeded({ baseline: 0.1, share: 0.5 }, 0.5) // 1372: 686 in each group, for 10 % against 15 %
 */
export function peopleNeeded({ baseline, share }: Comparison, lift: number): number | null {
	const lifted = baseline * (1 + lift);
	if (share <= 0 || share >= 1 || baseline <= 0 || lifted >= 1 || lift === 0) return null;
	const ratio = (1 - share) / share;
	const pooled = (baseline + ratio * lifted) / (1 + ratio);
	const noise =
		Z_SIGNIFICANCE * Math.sqrt((1 + 1 / ratio) * pooled * (1 - pooled)) +
		Z_POWER * Math.sqrt(baseline * (1 - baseline) + (lifted * (1 - lifted)) / ratio);
	const heldOut = Math.ceil((noise / (lifted - baseline)) ** 2);
	return heldOut + Math.ceil(heldOut * ratio);
}

/**
 * The smallest share of orders among those written to that so many people would show, beside the baseline; null where
 * even a lift to everybody would not be seen.
 */
export function smallestVisible({ baseline, share }: Comparison, people: number): number | null {
	let hidden = 0;
	let seen = baseline > 0 ? 1 / baseline - 1 : 0;
	const isSeen = (lift: number): boolean => (peopleNeeded({ baseline, share }, lift) ?? Infinity) <= people;
	if (seen <= 0 || !isSeen(seen * (1 - 1e-9))) return null;
	for (let step = 0; step < 60; step += 1) {
		const middle = (hidden + seen) / 2;
		if (isSeen(middle)) seen = middle;
		else hidden = middle;
	}
	return baseline * (1 + seen);
}
