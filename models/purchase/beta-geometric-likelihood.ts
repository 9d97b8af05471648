/* eslint-disable @typescript-eslint/no-non-null-assertion -- codes are below the number of values that they count */
import type { Objective } from '../math/bfgs.ts';
import { logRising, logRisingDerivative } from '../math/rising-factorial.ts';
import type { DistinctRows } from './distinct-rows.ts';

/**
 * Minus the log-likelihood of the models with a Gamma(r, α) purchase rate and a Beta(a, b) chance of dropping out, at
 * (ln r, ln α, ln a, ln b), with its gradient. The BG/NBD (Fader, Hardie & Lee, Marketing Science 24, 2005, 275-284) gives
 * a chance of dropping out after each repeat purchase, the MBG/NBD (Batislam, Denizel & Filiztekin, IJRM 24, 2007, 201-209)
 * also at the first purchase. With s chances met by the last purchase (x, or x + 1), one formula holds for both:
 *
 *     L = (r)_x α^-x (b)_s / (a+b)_s (1 + T/α)^-(r+x) (1 + e^d)
 *     d = ln a - ln(b+s-1) + (r+x) ln((α+T)/(α+t_x))        the log odds of being gone; no such term where s = 0
 *
 * Quotients of Γ are rising factorials (·)_n and powers of α are divided out, so that no digits are lost where a parameter
 * is very large. What depends on x, t_x or T alone is computed once per distinct value.
 * @param chancesBefore chances of dropping out before the first repeat purchase: 0 for BG/NBD, 1 for MBG/NBD
 */
export function betaGeometricObjective(rows: DistinctRows, chancesBefore: 0 | 1): Objective {
	const byX = createCountTable(rows.x.values.length);
	const atT = createTimeTable(rows.T.values.length);
	const atTx = createTimeTable(rows.tx.values.length);

	return (point, gradient) => {
		const r = Math.exp(point[0]!);
		const alpha = Math.exp(point[1]!);
		fillCountTable(byX, rows.x.values, chancesBefore, r, alpha, Math.exp(point[2]!), Math.exp(point[3]!));
		fillTimeTable(atT, rows.T.values, alpha);
		fillTimeTable(atTx, rows.tx.values, alpha);
		let logLikelihood = 0;
		let byR = 0;
		let byAlpha = 0;
		let byA = 0;
		let byB = 0;
		for (let row = 0; row < rows.weights.length; row += 1) {
			const weight = rows.weights[row]!;
			const count = rows.x.codes[row]!;
			const T = rows.T.codes[row]!;
			const tx = rows.tx.codes[row]!;
			const power = r + rows.x.values[count]!;
			const sinceLast = atT.log[T]! - atTx.log[tx]!;
			const d = byX.logOdds[count]! + power * sinceLast;
			// The sigmoid of d and ln(1 + e^d), by one exponential for both.
			const small = Math.exp(-Math.abs(d));
			const gone = d > 0 ? 1 / (1 + small) : small / (1 + small);
			const logBoth = Math.max(d, 0) + Math.log1p(small);
			logLikelihood += weight * (byX.base[count]! - power * atT.log[T]! + logBoth);
			byR += weight * (byX.slopeR[count]! + r * (gone * sinceLast - atT.log[T]!));
			byAlpha += weight * (power * (atT.share[T]! - gone * (atT.share[T]! - atTx.share[tx]!)) - (power - r));
			byA += weight * (byX.slopeA[count]! + gone);
			byB += weight * (byX.slopeB[count]! + gone * byX.oddsSlopeB[count]!);
		}
		gradient[0] = -byR;
		gradient[1] = -byAlpha;
		gradient[2] = -byA;
		gradient[3] = -byB;
		return -logLikelihood;
	};
}

/** What depends on x alone. Slopes are by the logarithm of the parameter. */
function createCountTable(values: number) {
	return {
		/** ln of (r)_x α^-x (b)_s / (a+b)_s, and its slopes by r, a and b. */
		base: new Float64Array(values),
		slopeR: new Float64Array(values),
		slopeA: new Float64Array(values),
		slopeB: new Float64Array(values),
		/** The log odds of having dropped out right after the last purchase, and their slope by b (by a it is 1). */
		logOdds: new Float64Array(values),
		oddsSlopeB: new Float64Array(values),
	};
}

function fillCountTable(
	table: ReturnType<typeof createCountTable>,
	counts: Float64Array,
	chancesBefore: 0 | 1,
	r: number,
	alpha: number,
	a: number,
	b: number,
): void {
	const logAlpha = Math.log(alpha);
	for (let code = 0; code < counts.length; code += 1) {
		const x = counts[code]!;
		const s = x + chancesBefore;
		table.base[code] = logRising(r, x) - x * logAlpha + logRising(b, s) - logRising(a + b, s);
		const slopeOfSum = logRisingDerivative(a + b, s);
		table.slopeR[code] = r * logRisingDerivative(r, x);
		table.slopeA[code] = -a * slopeOfSum;
		table.slopeB[code] = b * (logRisingDerivative(b, s) - slopeOfSum);
		table.logOdds[code] = s === 0 ? -Infinity : Math.log(a / (b + s - 1));
		table.oddsSlopeB[code] = s === 0 ? 0 : -b / (b + s - 1);
	}
}

/** What depends on a time alone: ln(1 + t/α), and t/(α + t), which is minus its slope by ln α. */
function createTimeTable(values: number) {
	return { log: new Float64Array(values), share: new Float64Array(values) };
}

function fillTimeTable(table: ReturnType<typeof createTimeTable>, times: Float64Array, alpha: number): void {
	for (let code = 0; code < times.length; code += 1) {
		const time = times[code]!;
		table.log[code] = Math.log1p(time / alpha);
		table.share[code] = time / (alpha + time);
	}
}
