import { digamma } from './digamma.ts';
import { logBeta } from './log-beta.ts';
import { logGamma } from './log-gamma.ts';

/** Up to so many factors are multiplied out: exact also where `a` is so large that ln Γ(a) would swallow them. */
const FEW = 32;

/**
 * ln (a)_n = ln Γ(a + n) - ln Γ(a), the logarithm of a (a + 1) ... (a + n - 1) (Pochhammer's symbol, NIST DLMF 5.2.4), for
 * a > 0 and a whole n >= 0.
 * @example logRising(3, 2) // 2.4849066497880004, ln(3 · 4)
 */
export function logRising(a: number, n: number): number {
	if (n > FEW) return logGamma(n) - logBeta(a, n);
	let sum = 0;
	for (let k = 0; k < n; k += 1) sum += Math.log(a + k);
	return sum;
}

/**
 * The derivative of `logRising` by a: ψ(a + n) - ψ(a) = 1/a + 1/(a + 1) + ... + 1/(a + n - 1).
 * @example logRisingDerivative(3, 2) // 0.5833333333333333, 1/3 + 1/4
 */
export function logRisingDerivative(a: number, n: number): number {
	if (n > FEW) return digamma(a + n) - digamma(a);
	let sum = 0;
	for (let k = 0; k < n; k += 1) sum += 1 / (a + k);
	return sum;
}
