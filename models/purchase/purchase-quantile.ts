import { chanceOfAtLeast, LONGEST_WALK, startWalk, stepWalk } from './purchases-ahead.ts';
import type { Alive } from './purchases-ahead.ts';

/**
 * The smallest number of purchases that is exceeded with a chance of at most `exceeded` (0 < exceeded < 1): a quantile.
 * @param pAlive the chance that the customer is alive; who is gone buys nothing
 * @example purchasesExceeded({ n: 2, beta: 10, a: 0, b: 1 }, 0.5, 10, 0.3) // 1: P(Y >= 1) = .375, P(Y >= 2) = .25
 */
export function purchasesExceeded(alive: Alive, pAlive: number, t: number, exceeded: number): number {
	const allowed = exceeded / pAlive;
	if (!(allowed < 1) || t === 0) return 0;
	const walk = startWalk(alive, t);
	if (walk === null) return byBisection(alive, t, allowed, 0);
	while (walk.reached * walk.survived > allowed) {
		if (walk.j === LONGEST_WALK) return byBisection(alive, t, allowed, LONGEST_WALK - 1);
		stepWalk(walk, alive);
	}
	return walk.j - 1;
}

/** @param tooFew a count that is exceeded too often */
function byBisection(alive: Alive, t: number, allowed: number, tooFew: number): number {
	const isEnough = (count: number): boolean => chanceOfAtLeast(alive, t, count + 1) <= allowed;
	let low = tooFew;
	let high = 2 * tooFew + 1;
	while (!isEnough(high)) {
		low = high;
		high *= 2;
	}
	// Counts beyond 2^53 are no longer whole in double precision.
	while (high - low > Math.max(1, 1e-12 * high)) {
		const middle = Math.floor((low + high) / 2);
		if (isEnough(middle)) high = middle;
		else low = middle;
	}
	return high;
}
