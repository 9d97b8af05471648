import { logBeta } from './log-beta.ts';

const EPSILON = 1e-16;
const TINY = 1e-300;

/**
 * The incomplete beta function, regularised: I_x(a, b) for a, b > 0 and 0 <= x <= 1; the chance that a Beta(a, b) variable
 * is at most x, and that a negative binomial count with b successes and failure chance x is at least a. Continued fraction
 * (NIST DLMF 8.17.22) on the side of the mean where it converges fast.
 * @example incompleteBeta(2, 5, 0.5) // 0.890625
 */
export function incompleteBeta(a: number, b: number, x: number): number {
	if (x <= 0) return 0;
	if (x >= 1) return 1;
	const factor = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - logBeta(a, b));
	return x < (a + 1) / (a + b + 2)
		? (factor * continuedFraction(a, b, x)) / a
		: 1 - (factor * continuedFraction(b, a, 1 - x)) / b;
}

/** Lentz's way of evaluating a continued fraction (Thompson & Barnett, J. Comp. Phys. 64, 1986, 490-509). */
function continuedFraction(a: number, b: number, x: number): number {
	let c = 1;
	let d = 1 / apart(1 - ((a + b) * x) / (a + 1));
	let fraction = d;
	for (let m = 1; ; m += 1) {
		const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
		d = 1 / apart(1 + even * d);
		c = apart(1 + even / c);
		fraction *= c * d;
		const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
		d = 1 / apart(1 + odd * d);
		c = apart(1 + odd / c);
		const factor = c * d;
		fraction *= factor;
		if (Math.abs(factor - 1) <= 2 * EPSILON || m > 100_000) return fraction;
	}
}

function apart(value: number): number {
	return Math.abs(value) < TINY ? TINY : value;
}
