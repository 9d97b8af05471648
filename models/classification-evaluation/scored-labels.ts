import { ModelError } from '../model-error.ts';

/** Scores of the rows of either class, each ascending. */
export interface ScoresByClass {
	readonly positives: Float64Array;
	readonly negatives: Float64Array;
}

/**
 * Sorts scores by class.
 * @throws ModelError when lengths differ, a score is NaN, a label is neither 0 nor 1, or a class has no row
 */
export function splitByClass(scores: Float64Array, labels: ArrayLike<number>): ScoresByClass {
	if (scores.length !== labels.length) {
		throw new ModelError('input', `received ${scores.length} scores for ${labels.length} labels`);
	}
	const positivesCount = countPositives(labels);
	if (positivesCount === 0 || positivesCount === labels.length) {
		throw new ModelError(
			'input',
			`all ${labels.length} rows are of class ${positivesCount === 0 ? 0 : 1} (expected both classes)`,
		);
	}
	const positives = new Float64Array(positivesCount);
	const negatives = new Float64Array(labels.length - positivesCount);
	let [positive, negative] = [0, 0];
	scores.forEach((score, row) => {
		if (Number.isNaN(score)) throw new ModelError('input', `the score at index ${row} is NaN (expected a number)`);
		if (labels[row] === 1) positives[positive++] = score;
		else negatives[negative++] = score;
	});
	return { positives: positives.sort(), negatives: negatives.sort() };
}

function countPositives(labels: ArrayLike<number>): number {
	let positives = 0;
	for (let row = 0; row < labels.length; row += 1) {
		const label = labels[row] ?? NaN;
		if (label !== 0 && label !== 1) {
			throw new ModelError('input', `the label at index ${row} is ${label} (expected 0 or 1)`);
		}
		positives += label;
	}
	return positives;
}

/** Rows that share a score. */
export interface ScoreTie {
	readonly positives: number;
	readonly negatives: number;
}

/** Walks through the scores from the highest to the lowest; rows of one score come together, so no order among them counts. */
export function* tiesFromHighest({ positives, negatives }: ScoresByClass): Generator<ScoreTie> {
	let [positive, negative] = [positives.length - 1, negatives.length - 1];
	while (positive >= 0 || negative >= 0) {
		const score = Math.max(positives[positive] ?? -Infinity, negatives[negative] ?? -Infinity);
		const [positivesLeft, negativesLeft] = [positive, negative];
		while (positive >= 0 && positives[positive] === score) positive -= 1;
		while (negative >= 0 && negatives[negative] === score) negative -= 1;
		yield { positives: positivesLeft - positive, negatives: negativesLeft - negative };
	}
}
