import { ModelError } from '../model-error.ts';
import { logGamma } from './log-gamma.ts';
import { logIntegral } from './log-integral.ts';
import { log1pExp } from './sigmoid.ts';

/**
 * ln of Tricomi's confluent hypergeometric function U(a, b, z) for a, z > 0 and any b, by its integral (NIST DLMF 13.4.4)
 * 1 / Γ(a) ∫₀^∞ e^(-zt) t^(a-1) (1+t)^(b-a-1) dt with t = eᵘ.
 * @throws ModelError (input) outside that region
 * @example logTricomi(1, 2, 4) // -1.3862943611198906, for U(a, a + 1, z) = z^-a
 */
export function logTricomi(a: number, b: number, z: number): number {
	if (!(a > 0 && z > 0 && Number.isFinite(b))) {
		throw new ModelError('input', `U is computed for a, z > 0 and a finite b, received ${[a, b, z].join(', ')}`);
	}
	const power = b - a - 1;
	const logIntegrand = (u: number): number => a * u - z * Math.exp(u) + power * log1pExp(u);
	const farthest = Math.log((100 + 20 * Math.max(a, b)) / z);
	return (
		logIntegral(logIntegrand, {
			from: Math.min(-36 - Math.log(1 + z + Math.abs(power)), farthest - 1),
			leftRate: a,
			to: farthest,
			rightRate: Infinity,
			step: Math.min(0.2, 0.5 / Math.sqrt(a)),
		}) - logGamma(a)
	);
}
