import { factorCholesky, solveCholesky } from '../math/cholesky.ts';
import { derivativesAt, objectiveAt } from './penalized-likelihood.ts';
import type { LossProblem } from './penalized-likelihood.ts';
import { everyNthRow } from './design.ts';

export interface NewtonResult {
	readonly parameters: Float64Array;
	readonly objective: number;
	/** The Cholesky factor of the Hessian at the parameters; null where it is not positive definite. */
	readonly factor: Float64Array | null;
	readonly iterations: number;
	readonly converged: boolean;
}

const MAX_ITERATIONS = 100;
const MAX_HALVINGS = 40;
/** Where half the squared Newton decrement, which estimates what is left to gain, falls below this share of the objective. */
const TOLERANCE = 1e-13;
/** Where rounding of the objective hides that little, no step can be seen to lower it. */
const ROUNDING = 1e-9;
/** With more rows than this, a sample gives the start: three passes over all rows are then enough. */
const SAMPLE_ROWS = 20_000;

/**
 * Minimises the penalised log loss by Newton's method (iteratively reweighted least squares) with step halving. The
 * objective is strictly convex, so there is one minimum and no start matters for it.
 */
export function minimizeLoss(problem: LossProblem): NewtonResult {
	return descend(problem, startOf(problem));
}

function startOf(problem: LossProblem): Float64Array {
	const zeros = new Float64Array(problem.design.parameters);
	const stride = Math.floor(problem.design.rows / SAMPLE_ROWS);
	if (stride < 2) return zeros;
	const sample = descend(everyNth(problem, stride), zeros);
	return objectiveAt(problem, sample.parameters) < objectiveAt(problem, zeros) ? sample.parameters : zeros;
}

/** The problem on every `stride`-th row, with as much less penalty. */
function everyNth({ design, target, weights, penalty }: LossProblem, stride: number): LossProblem {
	const isKept = (_: number, row: number): boolean => row % stride === 0;
	return {
		design: everyNthRow(design, stride),
		target: target.filter(isKept),
		weights: weights.filter(isKept),
		penalty: penalty / stride,
	};
}

function descend(problem: LossProblem, start: Float64Array): NewtonResult {
	const size = problem.design.parameters;
	let parameters = start;
	let objective = objectiveAt(problem, parameters);
	for (let iterations = 0; ; iterations += 1) {
		const { gradient, hessian } = derivativesAt(problem, parameters);
		const factor = factorCholesky(hessian, size);
		if (factor === null) return { parameters, objective, factor, iterations, converged: false };
		const step = solveCholesky(factor, gradient);
		const gain = dot(gradient, step) / 2;
		if (gain <= TOLERANCE * objective) return { parameters, objective, factor, iterations, converged: true };
		const next = iterations < MAX_ITERATIONS ? halveUntilLower(problem, parameters, step, objective) : null;
		if (next === null) {
			return { parameters, objective, factor, iterations, converged: gain <= ROUNDING * objective };
		}
		({ parameters, objective } = next);
	}
}

/** The first of parameters − step, − step/2, − step/4, … with a lower objective; null when none is. */
function halveUntilLower(
	problem: LossProblem,
	parameters: Float64Array,
	step: Float64Array,
	objective: number,
): { readonly parameters: Float64Array; readonly objective: number } | null {
	let share = 1;
	for (let halving = 0; halving <= MAX_HALVINGS; halving += 1) {
		const candidate = parameters.map((value, k) => value - share * (step[k] ?? 0));
		const lower = objectiveAt(problem, candidate);
		if (lower < objective) return { parameters: candidate, objective: lower };
		share /= 2;
	}
	return null;
}

function dot(a: Float64Array, b: Float64Array): number {
	let sum = 0;
	for (let k = 0; k < a.length; k += 1) sum += (a[k] ?? 0) * (b[k] ?? 0);
	return sum;
}
