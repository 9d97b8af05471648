import { ModelError } from '../model-error.ts';

/** How far probabilities are from what happened. */
export interface LossFigures {
	/** −mean ln of the probability given to what happened, in nats; 1e-15 is the least that counts. */
	readonly logLoss: number;
	/** Mean squared distance (Brier 1950): 0 is perfect, base rate · (1 − base rate) is knowing nothing but the rate. */
	readonly brier: number;
}

const LEAST = 1e-15;

/**
 * @param probabilities of class 1, within 0 and 1
 * @param labels 0 or 1 a row
 * @throws ModelError when a probability is none
 * @example lossFigures(Float64Array.of(0.8, 0.4), [1, 0]) // { logLoss: 0.3670, brier: 0.1 }
 */
export function lossFigures(probabilities: Float64Array, labels: ArrayLike<number>): LossFigures {
	let [logLoss, brier] = [0, 0];
	probabilities.forEach((probability, row) => {
		assertProbability(probability, row);
		const label = labels[row] ?? 0;
		logLoss -= Math.log(Math.max(label === 1 ? probability : 1 - probability, LEAST));
		brier += (probability - label) ** 2;
	});
	return { logLoss: logLoss / probabilities.length, brier: brier / probabilities.length };
}

/** @throws ModelError when a value is no probability */
export function assertProbability(value: number, row: number): void {
	if (value >= 0 && value <= 1) return;
	throw new ModelError('input', `the probability at index ${row} is ${value} (expected 0 to 1)`);
}
