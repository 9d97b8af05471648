import { logGamma, stirlingCorrection } from './log-gamma.ts';

const HALF_LOG_TWO_PI = 0.9189385332046727;
const LARGE = 10;

/**
 * ln B(a, b) = ln Γ(a) + ln Γ(b) - ln Γ(a + b) for a, b > 0. Where an argument is large the leading terms of Stirling's
 * formula are cancelled by hand, for the plain difference would lose most digits (Didonato & Morris, ACM TOMS 18, 1992,
 * algorithm 708).
 * @example logBeta(2, 3) // -2.4849066497880004, ln(1/12)
 */
export function logBeta(a: number, b: number): number {
	const small = Math.min(a, b);
	const large = Math.max(a, b);
	if (large < LARGE) return logGamma(a) + logGamma(b) - logGamma(a + b);
	const sum = a + b;
	const smallShare = small / sum;
	if (small < LARGE) {
		const corrections = stirlingCorrection(large) - stirlingCorrection(sum);
		return logGamma(small) + corrections + small - small * Math.log(sum) + (large - 0.5) * Math.log1p(-smallShare);
	}
	const corrections = stirlingCorrection(small) + stirlingCorrection(large) - stirlingCorrection(sum);
	return (
		HALF_LOG_TWO_PI -
		0.5 * Math.log(large) +
		corrections +
		(small - 0.5) * Math.log(smallShare) +
		large * Math.log1p(-smallShare)
	);
}
