/* eslint-disable @typescript-eslint/no-non-null-assertion -- codes are below the number of values that they count */
import type { Objective } from '../math/bfgs.ts';
import { logRising, logRisingDerivative } from '../math/rising-factorial.ts';
import type { DistinctRows } from './distinct-rows.ts';

/**
 * Minus the log-likelihood of purchase times without dropout at (ln r, ln α), with its gradient: the limit of the BG/NBD
 * and the MBG/NBD as a goes to 0, L = (r)_x α^-x (1 + T/α)^-(r+x). For counts alone it is the NBD of Ehrenberg (Applied
 * Statistics 8, 1959, 26-41).
 */
export function nbdObjective(rows: DistinctRows): Objective {
	return (point, gradient) => {
		const r = Math.exp(point[0]!);
		const alpha = Math.exp(point[1]!);
		const logRises = rows.x.values.map((x) => logRising(r, x) - x * Math.log(alpha));
		const slopes = rows.x.values.map((x) => logRisingDerivative(r, x));
		let logLikelihood = 0;
		let byR = 0;
		let byAlpha = 0;
		for (let row = 0; row < rows.weights.length; row += 1) {
			const weight = rows.weights[row]!;
			const count = rows.x.codes[row]!;
			const x = rows.x.values[count]!;
			const T = rows.T.values[rows.T.codes[row]!]!;
			const logT = Math.log1p(T / alpha);
			logLikelihood += weight * (logRises[count]! - (r + x) * logT);
			byR += weight * r * (slopes[count]! - logT);
			byAlpha += weight * (((r + x) * T) / (alpha + T) - x);
		}
		gradient[0] = -byR;
		gradient[1] = -byAlpha;
		return -logLikelihood;
	};
}

/**
 * The log-likelihood of one common purchase rate without dropout, at its best rate Σx / ΣT: the limit of the NBD as r and α
 * grow without bound.
 */
export function poissonLogLikelihood(rows: DistinctRows): number {
	let purchases = 0;
	let time = 0;
	for (let row = 0; row < rows.weights.length; row += 1) {
		purchases += rows.weights[row]! * rows.x.values[rows.x.codes[row]!]!;
		time += rows.weights[row]! * rows.T.values[rows.T.codes[row]!]!;
	}
	return purchases * Math.log(purchases / time) - purchases;
}
