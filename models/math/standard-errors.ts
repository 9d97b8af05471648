/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is bounded by the loop that makes it */
import type { Objective } from './bfgs.ts';
import { factorCholesky, invertedDiagonal } from './cholesky.ts';

/** Balances the error of the difference (step²) against that of rounding (1e-16 / step). */
const STEP = 1e-4;

/**
 * The Hessian of a function by central differences of its gradient, made symmetric, row by row.
 * @example numericHessian(([x = 0], g) => { g[0] = 2 * x; return x * x; }, Float64Array.of(1)) // about [2]
 */
export function numericHessian(f: Objective, point: Float64Array): Float64Array {
	const size = point.length;
	const hessian = new Float64Array(size * size);
	const shifted = Float64Array.from(point);
	const above = new Float64Array(size);
	const below = new Float64Array(size);
	for (let column = 0; column < size; column += 1) {
		shifted[column] = point[column]! + STEP;
		f(shifted, above);
		shifted[column] = point[column]! - STEP;
		f(shifted, below);
		shifted[column] = point[column]!;
		for (let row = 0; row < size; row += 1) {
			const half = (above[row]! - below[row]!) / (4 * STEP);
			hessian[row * size + column]! += half;
			hessian[column * size + row]! += half;
		}
	}
	return hessian;
}

/**
 * Standard errors of maximum likelihood estimates: the roots of the diagonal of the inverse Hessian of the negative
 * log-likelihood (not its mean) at its minimum. Null where that Hessian is not positive definite: a direction is flat.
 * @example standardErrors(([x = 0], g) => { g[0] = 8 * x; return 4 * x * x; }, Float64Array.of(0)) // about [0.354], 1/√8
 */
export function standardErrors(negativeLogLikelihood: Objective, minimum: Float64Array): Float64Array | null {
	const size = minimum.length;
	const lower = factorCholesky(numericHessian(negativeLogLikelihood, minimum), size);
	return lower === null ? null : invertedDiagonal(lower, size).map(Math.sqrt);
}
