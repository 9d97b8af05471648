/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is below the length of the spread */
import { incompleteBeta } from '../math/incomplete-beta.ts';
import type { PurchaseSpread } from '../purchase/purchase-spread.ts';

/**
 * What is known of the money of a customer's purchases: each is Gamma(p, nu) with nu ~ Gamma(shape, scale). After x
 * purchases of mean z these are shape = q + p x and scale = gamma + x z.
 */
export interface Spender {
	readonly p: number;
	readonly shape: number;
	readonly scale: number;
}

/** A quantile is known when the chance below it is this close. */
const ACCURACY = 5e-4;
const MOST_STEPS = 100;

/**
 * Creates a function that gives the amount which the money of all purchases of a spread together stays below with the chance
 * `below` (0 < below < 1); 0 when having no purchase at all is as likely. y purchases come to scale times a ratio of Gamma(p y) to
 * Gamma(shape), which is distributed as F; its chances are by Paulson's cube-root approximation (Annals of Math. Statistics
 * 13, 1942, 233-235), within 0.01 for shapes of 2 and more, and exact below 1, where that fails.
 * @param entries the most entries that a spread will have
 * @example
 * // 3 purchases for certain, p 5, shape 40, scale 400: on average 51.3 each; half of such customers spend less than
 * createMoneyBelow(60)(spread, { p: 5, shape: 40, scale: 400 }, 0.5) // about 148.7
 */
export function createMoneyBelow(entries: number) {
	const roots = new Float64Array(entries);
	const variances = new Float64Array(entries);

	/** P(money < amount), no purchase included. */
	function exactChanceOfLess(spread: PurchaseSpread, { p, shape, scale }: Spender, amount: number): number {
		let chance = 1;
		for (let entry = 0; entry < spread.length; entry += 1) {
			const more = incompleteBeta(shape, p * spread.counts[entry]!, scale / (amount + scale));
			chance -= spread.chances[entry]! * more;
		}
		return chance;
	}

	/** The same, nearly, and some fifty times as fast. */
	function chanceOfLess(spread: PurchaseSpread, { p, shape, scale }: Spender, amount: number): number {
		const ofShape = 1 / (9 * shape);
		const root = Math.cbrt((amount * shape) / (scale * p));
		let chance = 1;
		for (let entry = 0; entry < spread.length; entry += 1) {
			const ofCount = variances[entry]!;
			const ratio = root * roots[entry]!;
			const z = (ratio * (1 - ofShape) - (1 - ofCount)) / Math.sqrt(ofCount + ratio * ratio * ofShape);
			chance -= spread.chances[entry]! * roughUpperTail(z);
		}
		return chance;
	}

	return (spread: PurchaseSpread, spender: Spender, below: number): number => {
		let any = 0;
		let purchases = 0;
		for (let entry = 0; entry < spread.length; entry += 1) {
			const count = spread.counts[entry]!;
			roots[entry] = 1 / Math.cbrt(count);
			variances[entry] = 1 / (9 * spender.p * count);
			any += spread.chances[entry]!;
			purchases += spread.chances[entry]! * count;
		}
		if (1 - any >= below) return 0;
		const guess = ((purchases / any) * spender.scale * spender.p) / spender.shape;
		const chance = spender.shape < 1 ? exactChanceOfLess : chanceOfLess;
		return Math.exp(solve((logAmount) => chance(spread, spender, Math.exp(logAmount)) - below, Math.log(guess)));
	};
}

/** The root of a rising function: steps until its sign changes, then the Illinois rule (Dowell & Jarratt, BIT 11, 1971). */
function solve(f: (x: number) => number, guess: number): number {
	let low = guess;
	let high = guess;
	let atLow = f(guess);
	let atHigh = atLow;
	for (let step = 0.5; atLow > 0 && step < MOST_STEPS; step *= 2) {
		[high, atHigh] = [low, atLow];
		low -= step;
		atLow = f(low);
	}
	for (let step = 0.5; atHigh < 0 && step < MOST_STEPS; step *= 2) {
		[low, atLow] = [high, atHigh];
		high += step;
		atHigh = f(high);
	}
	let side = 0;
	for (let step = 0; step < MOST_STEPS; step += 1) {
		const middle = atHigh === atLow ? low : low + ((high - low) * atLow) / (atLow - atHigh);
		const atMiddle = f(middle);
		if (Math.abs(atMiddle) <= ACCURACY || high - low < 1e-9) return middle;
		if (atMiddle < 0) {
			[low, atLow] = [middle, atMiddle];
			if (side < 0) atHigh /= 2;
			side = -1;
		} else {
			[high, atHigh] = [middle, atMiddle];
			if (side > 0) atLow /= 2;
			side = 1;
		}
	}
	return (low + high) / 2;
}

/** 1 - Φ(z) within 1.4e-4, in one exponential (Bowling et al., J. Ind. Eng. Management 2, 2009, 114-127). */
function roughUpperTail(z: number): number {
	return 1 / (1 + Math.exp(z * (1.5976 + 0.07056 * z * z)));
}
