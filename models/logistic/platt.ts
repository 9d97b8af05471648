import { splitByClass } from '../classification-evaluation/scored-labels.ts';
import { sigmoid } from '../math/sigmoid.ts';
import { ModelError } from '../model-error.ts';
import { minimizeLoss } from './newton.ts';

/** Platt's calibration: probability = 1 / (1 + e^−(slope · log odds + intercept)). */
export interface Platt {
	readonly slope: number;
	readonly intercept: number;
}

/** Holds the slope where all scores are the same, which any slope would fit; elsewhere it moves no digit that is shown. */
const PENALTY = 1e-9;

/**
 * Fits Platt's calibration of log odds on rows that the model was not fitted on (Platt 1999). Labels are smoothed as he
 * does, to (positives + 1) / (positives + 2) and 1 / (negatives + 2): the slope stays finite where scores tell the classes
 * apart.
 * @param logOdds finite scores
 * @param labels 0 or 1 a row
 * @throws ModelError when a score is not finite, a label is neither 0 nor 1, or a class has no row
 * @example fitPlatt(Float64Array.of(-1, -1, 1, 1), [0, 0, 1, 1]) // { slope: 1.0986, intercept: 0 }: targets of 3/4 and 1/4
 */
export function fitPlatt(logOdds: Float64Array, labels: ArrayLike<number>): Platt {
	const { positives, negatives } = splitByClass(logOdds, labels);
	const index = logOdds.findIndex((score) => !Number.isFinite(score));
	if (index >= 0) {
		throw new ModelError('input', `the score at index ${index} is ${logOdds[index] ?? NaN} (expected a finite number)`);
	}
	const rows = logOdds.length;
	const dense = new Float64Array(2 * rows);
	const target = new Float64Array(rows);
	logOdds.forEach((score, row) => {
		dense[2 * row] = 1;
		dense[2 * row + 1] = score;
		target[row] = labels[row] === 1 ? (positives.length + 1) / (positives.length + 2) : 1 / (negatives.length + 2);
	});
	const noFlags = { flags: new Int32Array(), flagStarts: new Int32Array(rows + 1) };
	const design = { rows, parameters: 2, denseWidth: 2, dense, ...noFlags };
	const weights = new Float64Array(rows).fill(1);
	const [intercept = 0, slope = 0] = minimizeLoss({ design, target, weights, penalty: PENALTY }).parameters;
	return { slope, intercept };
}

/**
 * Calibrated probabilities of log odds.
 * @example applyPlatt({ slope: 0.5, intercept: 0 }, Float64Array.of(2 * Math.log(3))) // [0.75]
 */
export function applyPlatt({ slope, intercept }: Platt, logOdds: Float64Array): Float64Array {
	return logOdds.map((score) => sigmoid(slope * score + intercept));
}
