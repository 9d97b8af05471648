import { purchasesExceeded } from './purchase-quantile.ts';
import { LONGEST_WALK, startWalk, stepWalk } from './purchases-ahead.ts';
import type { Alive } from './purchases-ahead.ts';

/** Counts of purchases, one or more, with their chances: `length` entries, written by `spreadPurchases`. */
export interface PurchaseSpread {
	readonly counts: Float64Array;
	readonly chances: Float64Array;
	length: number;
}

/** Neighbouring counts are taken together until they have this chance. */
const SHARE = 0.02;
const MOST_ENTRIES = Math.ceil(1 / SHARE) + 2;

/** An empty spread, to be written again and again. */
export function createSpread(): PurchaseSpread {
	return { counts: new Float64Array(MOST_ENTRIES), chances: new Float64Array(MOST_ENTRIES), length: 0 };
}

/**
 * Writes how many purchases a customer makes within t with which chance. Neighbouring counts are taken together at their
 * mean until they have a chance of 0.02, so that some fifty entries always do; what lies beyond half such a chance is left to
 * the last of them.
 * @param pAlive the chance that the customer is alive; who is gone buys nothing
 * @example spreadPurchases({ n: 1, beta: 1, a: 0, b: 1 }, 1, 1, spread) // counts 1, 2, 3, ... with chances 1/4, 1/8, 1/16, ...
 */
export function spreadPurchases(alive: Alive, pAlive: number, t: number, spread: PurchaseSpread): void {
	spread.length = 0;
	const isWalked = spreadByWalk(alive, pAlive, t, spread);
	if (!isWalked) spreadByQuantiles(alive, pAlive, t, spread);
}

/** False when the walk would be too long. */
function spreadByWalk(alive: Alive, pAlive: number, t: number, spread: PurchaseSpread): boolean {
	const walk = startWalk(alive, t);
	if (walk === null) return false;
	let atLeast = pAlive * walk.reached;
	let together = 0;
	let weighted = 0;
	while (atLeast > SHARE / 2) {
		if (walk.j === LONGEST_WALK) return false;
		const count = walk.j;
		stepWalk(walk, alive);
		const more = pAlive * walk.reached * walk.survived;
		together += atLeast - more;
		weighted += count * (atLeast - more);
		atLeast = more;
		const isLast = more <= SHARE / 2;
		if (together < SHARE && !isLast) continue;
		addEntry(spread, weighted / together, isLast ? together + more : together);
		together = 0;
		weighted = 0;
	}
	return true;
}

/** Equal chances at the quantiles between. */
function spreadByQuantiles(alive: Alive, pAlive: number, t: number, spread: PurchaseSpread): void {
	const entries = Math.floor(1 / SHARE);
	const chance = (pAlive * -Math.expm1(-alive.n * Math.log1p(t / alive.beta))) / entries;
	spread.length = 0;
	for (let entry = 0; entry < entries; entry += 1) {
		addEntry(spread, Math.max(1, purchasesExceeded(alive, pAlive, t, (entry + 0.5) * chance)), chance);
	}
}

function addEntry(spread: PurchaseSpread, count: number, chance: number): void {
	spread.counts[spread.length] = count;
	spread.chances[spread.length] = chance;
	spread.length += 1;
}
