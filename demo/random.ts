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

/**
 * Chris Doty-Humphrey's sfc32 (PractRand), one stream per (seed, stream): a customer's numbers do not depend on how many
 * customers there are.
 */
export function createRandom(seed: number, stream: number): Random {
	let a = mix(seed ^ 0x9e3779b9);
	let b = mix(stream ^ 0x243f6a88);
	let c = mix(a ^ Math.imul(b, 0x9e3779b1));
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

/** Index drawn by cumulative weights, the last of which is their sum. */
export function pickCumulative(random: Random, cumulative: ArrayLike<number>): number {
	const target = random.uniform() * (cumulative[cumulative.length - 1] ?? 0);
	let low = 0;
	let high = cumulative.length - 1;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((cumulative[middle] ?? 0) > target) high = middle;
		else low = middle + 1;
	}
	return low;
}

/** Running sums, for `pickCumulative`. */
export function cumulate(weights: readonly number[]): Float64Array {
	const sums = new Float64Array(weights.length);
	weights.reduce((sum, weight, index) => (sums[index] = sum + weight), 0);
	return sums;
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

/** Poisson by multiplying uniforms (Knuth): fine for the small means used here. */
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
