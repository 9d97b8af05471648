const SQRT_TWO_PI = Math.sqrt(2 * Math.PI);

/** From here on the series for the distribution loses digits and the continued fraction of its tail is quick. */
const TAIL = 3;

/**
 * The density of the standard normal distribution; NaN for NaN.
 *
 * @example normalDensity(0) // 0.3989422804014327
 */
export function normalDensity(x: number): number {
	return Math.exp(-0.5 * x * x) / SQRT_TWO_PI;
}

/**
 * The probability that a standard normal variable is at most x: 0 and 1 at the infinities, NaN for NaN. Relative error
 * below 1e-12 down to the smallest numbers: Marsaglia's series in the middle (Journal of Statistical Software 11(4),
 * 2004), Laplace's continued fraction in the tails.
 *
 * @example normalCdf(-1.959963984540054) // 0.025
 */
export function normalCdf(x: number): number {
	if (x < -TAIL) return upperTail(-x);
	if (x > TAIL) return 1 - upperTail(x);
	let term = x;
	let sum = x;
	for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
		term *= (x * x) / k;
		sum += term;
	}
	return 0.5 + normalDensity(x) * sum;
}

/** The probability above x, for x of 3 and more, by x + 1/(x + 2/(x + 3/(x + ...))). */
function upperTail(x: number): number {
	let fraction = x;
	for (let k = 100; k >= 1; k--) fraction = x + k / fraction;
	return normalDensity(x) / fraction;
}

/**
 * The value that a standard normal variable stays below with probability p: minus infinity at 0, infinity at 1, NaN
 * for what is no probability. Absolute error below 1e-12: Hastings' approximation (Abramowitz & Stegun 26.2.23) and
 * three of Halley's steps.
 *
 * @example normalQuantile(0.975) // 1.959963984540054
 */
export function normalQuantile(p: number): number {
	if (Number.isNaN(p) || p < 0 || p > 1) return Number.NaN;
	if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity;
	if (p > 0.5) return -normalQuantile(1 - p);
	const t = Math.sqrt(-2 * Math.log(p));
	let x = (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t;
	for (let step = 0; step < 3; step++) {
		const newton = (normalCdf(x) - p) / normalDensity(x);
		x -= newton / (1 + 0.5 * x * newton);
	}
	return x;
}
