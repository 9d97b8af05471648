import { ModelError } from '../model-error.ts';
import { logBeta } from './log-beta.ts';
import { logIntegral } from './log-integral.ts';
import { log1pExp } from './sigmoid.ts';

const ACCURACY = 1e-14;
const LARGE_SUM = 1e250;

/** Above this argument the series takes thousands of terms. */
const NEAR_ONE = 0.98;

/**
 * ln of Gauss's hypergeometric function 2F1(a, b; c; z) for a, b, c > 0 and 0 <= z < 1. Euler's transformation where it
 * makes the terms smaller (NIST DLMF 15.8.1), then the series; near 1 Euler's integral (DLMF 15.6.1), where c > a or c > b.
 * @throws ModelError (input) outside that region
 * @example logHypergeometric(1, 1, 2, 0.5) // 0.3266342596, ln(2 ln 2)
 */
export function logHypergeometric(a: number, b: number, c: number, z: number): number {
	if (!(a > 0 && b > 0 && c > 0 && z >= 0 && z < 1)) {
		throw new ModelError(
			'input',
			`2F1 is computed for a, b, c > 0 and 0 <= z < 1, received ${[a, b, c, z].join(', ')}`,
		);
	}
	if (z > NEAR_ONE && c > Math.min(a, b)) return byIntegral(Math.max(a, b), Math.min(a, b), c, z);
	if (c > a && c > b && (c - a) * (c - b) < a * b) {
		return (c - a - b) * Math.log1p(-z) + logSeries(c - a, c - b, c, z);
	}
	return logSeries(a, b, c, z);
}

/** ln of the sum of (a)_k (b)_k / (c)_k z^k / k!, all of them positive, until a geometric bound on the rest is negligible. */
function logSeries(a: number, b: number, c: number, z: number): number {
	let term = 1;
	let sum = 1;
	let scale = 0;
	for (let k = 0; ; k += 1) {
		const ratio = (((a + k) * (b + k)) / ((c + k) * (1 + k))) * z;
		term *= ratio;
		sum += term;
		const bound = Math.max(ratio, z);
		if (bound < 1 && term * bound < ACCURACY * sum * (1 - bound)) return scale + Math.log(sum);
		if (sum > LARGE_SUM) {
			scale += Math.log(sum);
			term /= sum;
			sum = 1;
		}
	}
}

/** 1 / B(b, c-b) ∫ s^(b-1) (1-s)^(c-b-1) (1-zs)^-a ds with s = 1 / (1 + exp(-u)), for c > b > 0. */
function byIntegral(a: number, b: number, c: number, z: number): number {
	const logGap = Math.log1p(-z);
	const size = Math.log(Math.max(1, a, c));
	const logIntegrand = (u: number): number =>
		-b * log1pExp(-u) - (c - b) * log1pExp(u) - a * (log1pExp(u + logGap) - log1pExp(u));
	return (
		logIntegral(logIntegrand, {
			from: -36 - size,
			leftRate: b,
			to: 36 + size - logGap,
			rightRate: c - b,
			// No peak is narrower than 2 / √(a + c), for the second derivative is nowhere below -(a + c) / 4.
			step: Math.min(0.25, 1 / Math.sqrt(a + c)),
		}) - logBeta(b, c - b)
	);
}
