import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Draws that follow from a seed alone: the same on any machine. Shapes and rates are positive, chances within 0 and 1. */
export interface Random {
	/** Uniform in [0, 1), of 53 bits. */
	uniform(): number;
	/** Standard normal. */
	normal(): number;
	/** Exponential with mean 1 / rate. */
	exponential(rate: number): number;
	/** Gamma with mean shape / rate. */
	gamma(shape: number, rate: number): number;
	/** Beta with mean a / (a + b). */
	beta(a: number, b: number): number;
	/** How many of `trials` succeed. */
	binomial(trials: number, chance: number): number;
	poisson(mean: number): number;
}

const TWO_POW_26 = 67_108_864;
const TWO_POW_53 = 9_007_199_254_740_992;

/** Below this many, trials are tried and waiting times waited one by one. */
const FEW = 16;

/**
 * A source of random numbers over xoroshiro128+ (Blackman & Vigna, ACM TOMS 47, 2021).
 * @param seed any whole number; only its lowest 32 bits count
 * @example createRandom(1).uniform() === createRandom(1).uniform() // true
 */
export function createRandom(seed: number): Random {
	const generator = xoroshiro128plus(seed);
	const uniform = (): number => ((generator.next() >>> 5) * TWO_POW_26 + (generator.next() >>> 6)) / TWO_POW_53;

	/** Marsaglia's polar method (SIAM Review 6, 1964, 260-264). */
	function normal(): number {
		for (;;) {
			const u = 2 * uniform() - 1;
			const v = 2 * uniform() - 1;
			const square = u * u + v * v;
			if (square > 0 && square < 1) return u * Math.sqrt((-2 * Math.log(square)) / square);
		}
	}

	const exponential = (rate: number): number => -Math.log1p(-uniform()) / rate;

	/** Marsaglia & Tsang, ACM TOMS 26, 2000, 363-372; below 1 through the shape one larger. */
	function gamma(shape: number, rate: number): number {
		if (shape < 1) return gamma(shape + 1, rate) * Math.exp(-exponential(shape));
		const d = shape - 1 / 3;
		const c = 1 / Math.sqrt(9 * d);
		for (;;) {
			const x = normal();
			const v = (1 + c * x) ** 3;
			if (v > 0 && Math.log1p(-uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return (d * v) / rate;
		}
	}

	/** Two Gammas; where both round to 0 the one that would be larger decides. */
	function beta(a: number, b: number): number {
		const x = gamma(a, 1);
		const y = gamma(b, 1);
		if (x + y > 0) return x / (x + y);
		return uniform() * (a + b) < a ? 1 : 0;
	}

	/** Halves the trials by drawing the middle one of their sorted chances (Devroye, Non-Uniform Random Variate Generation, X.4). */
	function binomial(trials: number, chance: number): number {
		if (trials <= FEW) {
			let successes = 0;
			for (let trial = 0; trial < trials; trial += 1) if (uniform() < chance) successes += 1;
			return successes;
		}
		const middle = Math.floor((trials + 1) / 2);
		const split = beta(middle, trials + 1 - middle);
		if (split > chance) return binomial(middle - 1, chance / split);
		return middle + binomial(trials - middle, (chance - split) / (1 - split));
	}

	/** Waits for the middle event first (Ahrens & Dieter, Computing 12, 1974, 223-246). */
	function poisson(mean: number): number {
		if (mean <= FEW) {
			let events = 0;
			for (let waited = exponential(1); waited < mean; waited += exponential(1)) events += 1;
			return events;
		}
		const middle = Math.floor((7 * mean) / 8);
		const waited = gamma(middle, 1);
		if (waited <= mean) return middle + poisson(mean - waited);
		return binomial(middle - 1, mean / waited);
	}

	return { uniform, normal, exponential, gamma, beta, binomial, poisson };
}
