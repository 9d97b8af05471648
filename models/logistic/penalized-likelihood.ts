import { log1pExp, sigmoid } from '../math/sigmoid.ts';
import { predictRow } from './design.ts';
import type { Design } from './design.ts';
import { weightedSquares } from './weighted-squares.ts';

/** What the fit makes small: Σ weight · log loss + |w|² / (2C), the intercept not penalised. */
export interface LossProblem {
	readonly design: Design;
	/** 0 or 1 a row; what lies between is a row of both classes, in parts. */
	readonly target: Float64Array;
	readonly weights: Float64Array;
	/** 1/C. */
	readonly penalty: number;
}

/** |w|² / (2C) of parameters whose first is the intercept, which is not penalised; `penalty` is 1/C. */
export function penaltyOf(parameters: Float64Array, penalty: number): number {
	let squares = 0;
	for (let k = 1; k < parameters.length; k += 1) squares += (parameters[k] ?? 0) ** 2;
	return (penalty / 2) * squares;
}

/** The objective at the parameters; a row's log loss is ln(1 + e^η) − yη. */
export function objectiveAt({ design, target, weights, penalty }: LossProblem, parameters: Float64Array): number {
	let sum = 0;
	for (let row = 0; row < design.rows; row += 1) {
		const weight = weights[row] ?? 0;
		if (weight === 0) continue;
		const eta = predictRow(design, parameters, row);
		sum += weight * (log1pExp(eta) - (target[row] ?? 0) * eta);
	}
	return sum + penaltyOf(parameters, penalty);
}

export interface Derivatives {
	readonly gradient: Float64Array;
	/** Row by row; the lower triangle only. */
	readonly hessian: Float64Array;
}

/** Gradient Xᵀ(p − y) + w/C and Hessian XᵀWX + I/C of the objective, W = weight · p(1 − p). */
export function derivativesAt(problem: LossProblem, parameters: Float64Array): Derivatives {
	const { design, target, weights, penalty } = problem;
	const gradient = new Float64Array(design.parameters);
	const curvatures = new Float64Array(design.rows);
	for (let row = 0; row < design.rows; row += 1) {
		const weight = weights[row] ?? 0;
		const p = sigmoid(predictRow(design, parameters, row));
		addRow(design, row, weight * (p - (target[row] ?? 0)), gradient);
		curvatures[row] = weight * p * (1 - p);
	}
	const hessian = weightedSquares(design, curvatures);
	for (let k = 1; k < design.parameters; k += 1) {
		gradient[k] = (gradient[k] ?? 0) + penalty * (parameters[k] ?? 0);
		const diagonal = k * design.parameters + k;
		hessian[diagonal] = (hessian[diagonal] ?? 0) + penalty;
	}
	return { gradient, hessian };
}

/** sums += factor · x */
function addRow(
	{ dense, denseWidth, flags, flagStarts }: Design,
	row: number,
	factor: number,
	sums: Float64Array,
): void {
	const denseStart = row * denseWidth;
	for (let k = 0; k < denseWidth; k += 1) sums[k] = (sums[k] ?? 0) + factor * (dense[denseStart + k] ?? 0);
	const flagsEnd = flagStarts[row + 1] ?? 0;
	for (let k = flagStarts[row] ?? 0; k < flagsEnd; k += 1) {
		const parameter = flags[k] ?? 0;
		sums[parameter] = (sums[parameter] ?? 0) + factor;
	}
}
