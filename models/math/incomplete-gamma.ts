import { logGamma, stirlingCorrection } from './log-gamma.ts';

const EPSILON = 1e-16;
const TINY = 1e-300;

/**
 * The lower incomplete gamma function, regularised: P(a, x) = γ(a, x) / Γ(a) for a > 0, x >= 0; the chance that a
 * Gamma(a, 1) variable is at most x. Series below a + 1, continued fraction above (NIST DLMF 8.11.4, 8.9.2).
 * @example lowerGamma(1, 2) // 0.8646647167633873, 1 - exp(-2)
 */
export function lowerGamma(a: number, x: number): number {
	if (x <= 0) return 0;
	return x < a + 1 ? bySeries(a, x) : 1 - byFraction(a, x);
}

/**
 * The upper incomplete gamma function, regularised: Q(a, x) = 1 - P(a, x), exact where that difference would be 0.
 * @example upperGamma(1, 40) // 4.248354255291589e-18, exp(-40)
 */
export function upperGamma(a: number, x: number): number {
	if (x <= 0) return 1;
	return x < a + 1 ? 1 - bySeries(a, x) : byFraction(a, x);
}

/** xᵃ e⁻ˣ / Γ(a + 1); for large a by Stirling's formula, whose leading terms cancel those of the numerator. */
function leadingFactor(a: number, x: number): number {
	if (a < 10) return Math.exp(a * Math.log(x) - x - logGamma(a + 1));
	const ratio = x / a;
	const exponent = a * (1 - ratio + Math.log(ratio)) - stirlingCorrection(a);
	return Math.exp(exponent) / Math.sqrt(2 * Math.PI * a);
}

function bySeries(a: number, x: number): number {
	let term = 1;
	let sum = 1;
	for (let n = 1; term > sum * EPSILON; n += 1) {
		term *= x / (a + n);
		sum += term;
	}
	return leadingFactor(a, x) * sum;
}

/** Lentz's way of evaluating a continued fraction (Thompson & Barnett, J. Comp. Phys. 64, 1986, 490-509). */
function byFraction(a: number, x: number): number {
	let b = x + 1 - a;
	let c = 1 / TINY;
	let d = 1 / b;
	let fraction = d;
	for (let n = 1; ; n += 1) {
		const numerator = -n * (n - a);
		b += 2;
		d = 1 / apart(numerator * d + b);
		c = apart(b + numerator / c);
		const factor = c * d;
		fraction *= factor;
		if (Math.abs(factor - 1) <= 2 * EPSILON || n > 100_000) return leadingFactor(a, x) * a * fraction;
	}
}

function apart(value: number): number {
	return Math.abs(value) < TINY ? TINY : value;
}
