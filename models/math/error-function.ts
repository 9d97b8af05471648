import { lowerGamma, upperGamma } from './incomplete-gamma.ts';

/**
 * The error function erf(x) = 2/√π ∫₀ˣ exp(-t²) dt (NIST DLMF 7.11.1).
 * @example erf(1) // 0.8427007929497149
 */
export function erf(x: number): number {
	return Math.sign(x) * lowerGamma(0.5, x * x);
}

/**
 * erfc(x) = 1 - erf(x), exact where that difference would be 0.
 * @example erfc(6) // 2.1519736712498913e-17
 */
export function erfc(x: number): number {
	return x > 0 ? upperGamma(0.5, x * x) : 1 + lowerGamma(0.5, x * x);
}
