import { minimiseWithGradient } from './bfgs.ts';
import type { Objective } from './bfgs.ts';
import { minimise } from './nelder-mead.ts';
import { standardErrors } from './standard-errors.ts';

/** No logarithm of a parameter goes beyond this: 1e-13 to 1e13. */
const BOUND = 30;
/** The search ends where a step improves the log-likelihood by no more than this. */
const STEP_WORTH = 1e-9;
export interface LikelihoodMaximum {
	/** Logarithms of the parameters. */
	readonly point: Float64Array;
	readonly parameters: Float64Array;
	readonly logLikelihood: number;
	/** The search's own stopping rule held. */
	readonly converged: boolean;
	/** By how much a simplex started at the end of the search still raised the log-likelihood. */
	readonly polishedBy: number;
}

/**
 * Maximises a likelihood over positive parameters: BFGS on their logarithms from several starts, the best end polished by a
 * simplex, which needs no gradient and so would betray a wrong one.
 * @param negativeLogLikelihood minus the log-likelihood of all observations at the logarithms of the parameters
 * @param starts values of the parameters, not logarithms, to search from: one or more
 * @param observations how many there are: tolerances are per observation, so that they hold for any number
 * @throws ModelError (input) when the likelihood is not finite at a start
 */
export function maximiseLikelihood(
	negativeLogLikelihood: Objective,
	starts: readonly (readonly number[])[],
	observations: number,
): LikelihoodMaximum {
	const objective: Objective = (point, gradient) => {
		const value = negativeLogLikelihood(point, gradient) / observations;
		for (const [axis, slope] of gradient.entries()) gradient[axis] = slope / observations;
		return value;
	};
	const options = { bound: BOUND, valueTolerance: STEP_WORTH / observations };
	const ends = starts.map((start) => minimiseWithGradient(objective, start.map(Math.log), options));
	const found = ends.reduce((best, end) => (end.value < best.value ? end : best));
	const polished = polish(objective, found.point);
	const isBetter = polished.value < found.value;
	const point = isBetter ? polished.point : found.point;
	return {
		point,
		parameters: point.map(Math.exp),
		logLikelihood: -Math.min(found.value, polished.value) * observations,
		converged: found.converged,
		polishedBy: isBetter ? (found.value - polished.value) * observations : 0,
	};
}

function polish(objective: Objective, point: Float64Array) {
	const gradient = new Float64Array(point.length);
	const wall = point.map(() => BOUND + 1);
	return minimise((place) => objective(place, gradient), point, {
		step: 0.02,
		tolerance: 1e-9,
		maxEvaluations: 200,
		bounds: { lower: wall.map((value) => -value), upper: wall },
	});
}

/**
 * Standard errors of the parameters themselves, from those of their logarithms by the delta method; null for all where a
 * direction is flat.
 */
export function parameterErrors(negativeLogLikelihood: Objective, point: Float64Array): Float64Array | null {
	return standardErrors(negativeLogLikelihood, point)?.map((error, axis) => error * Math.exp(point[axis] ?? 0)) ?? null;
}
