/* eslint-disable @typescript-eslint/no-non-null-assertion -- codes are below the number of values that they count */
import type { Objective } from '../math/bfgs.ts';
import { digamma } from '../math/digamma.ts';
import { logBeta } from '../math/log-beta.ts';
import type { CodedColumn } from '../purchase/distinct-rows.ts';

/** One row per customer: how many purchases the mean money is of, and that mean. */
export interface SpendLikelihoodRows {
	readonly x: CodedColumn;
	readonly z: Float64Array;
}

/**
 * Minus the log-likelihood of the Gamma-Gamma model (Fader & Hardie, note 025, 2013, equation 1a) at (ln p, ln q, ln γ),
 * with its gradient. A purchase is Gamma(p, ν), ν differs between customers as Gamma(q, γ); z is the mean of x purchases:
 *
 *     ln L = -ln B(px, q) - ln z - px ln(1 + γ/(xz)) - q ln(1 + xz/γ)
 *
 * which is the paper's with the powers of γ and xz divided out, so that no digits are lost where p or q is very large.
 */
export function spendObjective({ x, z }: SpendLikelihoodRows): Objective {
	const customersByX = new Float64Array(x.values.length);
	for (const code of x.codes) customersByX[code]! += 1;
	const logZ = z.reduce((sum, value) => sum + Math.log(value), 0);

	return (point, gradient) => {
		const p = Math.exp(point[0]!);
		const q = Math.exp(point[1]!);
		const gamma = Math.exp(point[2]!);
		let logLikelihood = -logZ;
		let byP = 0;
		let byQ = 0;
		let byGamma = 0;
		for (let row = 0; row < z.length; row += 1) {
			const count = x.values[x.codes[row]!]!;
			const sum = count * z[row]!;
			const logOwn = Math.log1p(gamma / sum);
			const logOthers = Math.log1p(sum / gamma);
			logLikelihood -= p * count * logOwn + q * logOthers;
			byP -= count * logOwn;
			byQ -= logOthers;
			byGamma += (q * sum - p * count * gamma) / (gamma + sum);
		}
		for (let code = 0; code < customersByX.length; code += 1) {
			const count = x.values[code]!;
			const customers = customersByX[code]!;
			const slopeOfSum = digamma(p * count + q);
			logLikelihood -= customers * logBeta(p * count, q);
			byP += customers * count * (slopeOfSum - digamma(p * count));
			byQ += customers * (slopeOfSum - digamma(q));
		}
		gradient[0] = -p * byP;
		gradient[1] = -q * byQ;
		gradient[2] = -byGamma;
		return -logLikelihood;
	};
}
