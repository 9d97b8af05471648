/** A source of numbers that gives the same sequence for the same seed, on any machine. */
export interface Random {
	/** Uniform in [0, 1). */
	uniform(): number;
}

const TWO_32 = 4_294_967_296;

/** Mixes a number well, so that neighbouring seeds give unrelated sequences (the finaliser of MurmurHash3). */
function mix(value: number): number {
	let x = value | 0;
	x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
	x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
	return (x ^ (x >>> 16)) >>> 0;
}

/** What a stream of numbers is for: a change to how one thing is drawn leaves the others as they were. */
const PURPOSES = [
	'products',
	'rates',
	'buyer',
	'person',
	'orders',
	'guests',
	'marketing',
	'campaign orders',
	'baskets of campaigns',
	'people',
	'leads',
	'deals',
	'tickets',
	'members',
	'activities',
	'ids',
] as const;

/**
 * Chris Doty-Humphrey's sfc32 (PractRand), one stream per seed, purpose and index: a customer's numbers do not depend on
 * how many customers there are. `mix` is a bijection, so no two indexes share a state.
 */
export function createRandom(seed: number, purpose: (typeof PURPOSES)[number], index = 0): Random {
	let a = mix(seed ^ 0x9e3779b9);
	let b = mix(index ^ 0x243f6a88);
	let c = mix(a ^ Math.imul(PURPOSES.indexOf(purpose) + 1, 0x9e3779b1));
	let counter = 1;
	function next(): number {
		const sum = (((a + b) | 0) + counter) | 0;
		counter = (counter + 1) | 0;
		a = b ^ (b >>> 9);
		b = (c + (c << 3)) | 0;
		c = (c << 21) | (c >>> 11);
		c = (c + sum) | 0;
		return sum >>> 0;
	}
	for (let warm = 0; warm < 12; warm += 1) next();
	return { uniform: () => next() / TWO_32 };
}

/** Uniform whole number in [0, below). */
export function wholeBelow(random: Random, below: number): number {
	return Math.floor(random.uniform() * below);
}

/**
 * The item of an index.
 * @throws RangeError when there is none
 */
export function itemAt<Item>(items: readonly Item[], index: number): Item {
	const item = items[index];
	if (item === undefined) throw new RangeError(`no item ${index} among ${items.length}`);
	return item;
}

/** One of the items, each as likely. */
export function pick<Item>(random: Random, items: readonly Item[]): Item {
	return itemAt(items, wholeBelow(random, items.length));
}

/** Running sums, for `pickCumulative`. */
export function cumulate(weights: ArrayLike<number>): Float64Array {
	const sums = new Float64Array(weights.length);
	let sum = 0;
	for (let index = 0; index < weights.length; index += 1) {
		sum += weights[index] ?? 0;
		sums[index] = sum;
	}
	return sums;
}

/** First index whose running sum exceeds a value; the last index where none does. */
export function indexAbove(cumulative: Float64Array, value: number): number {
	let low = 0;
	let high = cumulative.length - 1;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((cumulative[middle] ?? 0) > value) high = middle;
		else low = middle + 1;
	}
	return low;
}

/** Index drawn by running sums of weights. */
export function pickCumulative(random: Random, cumulative: Float64Array): number {
	return indexAbove(cumulative, random.uniform() * (cumulative[cumulative.length - 1] ?? 0));
}

/** Exponential with the given rate: mean 1 / rate. */
export function exponential(random: Random, rate: number): number {
	return -Math.log(1 - random.uniform()) / rate;
}

/** Standard normal by Box and Muller. */
export function normal(random: Random): number {
	return Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
}

/** Gamma by Marsaglia and Tsang (2000): mean shape / rate; below shape 1 by their boost. */
export function gamma(random: Random, shape: number, rate: number): number {
	if (shape < 1) return gamma(random, shape + 1, rate) * random.uniform() ** (1 / shape);
	const d = shape - 1 / 3;
	const c = 1 / Math.sqrt(9 * d);
	for (;;) {
		const x = normal(random);
		const v = (1 + c * x) ** 3;
		if (v > 0 && Math.log(1 - random.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return (d * v) / rate;
	}
}

/** Poisson by multiplying uniforms (Knuth): for the small means used here. */
export function poisson(random: Random, mean: number): number {
	const limit = Math.exp(-mean);
	let product = random.uniform();
	let count = 0;
	while (product > limit) {
		product *= random.uniform();
		count += 1;
	}
	return count;
}
