import { countRows, MISSING_LEVEL } from '../logistic/feature-column.ts';
import type { CategoryColumn, FeatureColumn } from '../logistic/feature-column.ts';
import { rankingFigures } from './ranking.ts';

/** A feature that alone tells the classes apart better than a thing known beforehand plausibly does. */
export interface SuspectedLeak {
	readonly feature: string;
	/** Of the feature alone, in whichever direction is better: 0.5 to 1. */
	readonly auc: number;
}

/** What no single honest feature of the reference sets comes near to. */
const SUSPICIOUS_AUC = 0.95;
const FOLDS = 5;

/**
 * The features that know the answer: those whose values alone reach an AUC above the threshold, the worst first. Such a
 * column was mostly filled in after the outcome and has to be kept out of training. A number is ranked as it stands; a
 * category by the share of class 1 at its level in the other four fifths of the rows (row index modulo 5), so that an
 * identifier, whose levels are all different, is not taken for a leak.
 * @param target 0 or 1 a row
 * @throws ModelError as `fitLogistic` for columns, or when a class has no row
 * @example findLeaks([{ name: 'closed', kind: 'number', values: Float64Array.of(0, 0, 1, 1) }], [0, 0, 1, 1])
 * // [{ feature: 'closed', auc: 1 }]
 */
export function findLeaks(
	columns: readonly FeatureColumn[],
	target: ArrayLike<number>,
	threshold = SUSPICIOUS_AUC,
): SuspectedLeak[] {
	countRows(columns);
	return columns
		.map((column) => {
			const scores = column.kind === 'number' ? column.values : shareElsewhere(column, target);
			const { auc } = rankingFigures(scores, target);
			return { feature: column.name, auc: column.kind === 'number' ? Math.max(auc, 1 - auc) : auc };
		})
		.filter(({ auc }) => auc > threshold)
		.sort((a, b) => b.auc - a.auc);
}

interface LevelCounts {
	readonly rows: Float64Array;
	readonly positives: Float64Array;
}

/** For each row the share of class 1 among rows of its level in the other folds, drawn to the base rate by one row's worth. */
function shareElsewhere({ values }: CategoryColumn, target: ArrayLike<number>): Float64Array {
	const counts = new Map<string, LevelCounts>();
	let positives = 0;
	values.forEach((value, row) => {
		const level = value ?? MISSING_LEVEL;
		const ofLevel = counts.get(level) ?? { rows: new Float64Array(FOLDS), positives: new Float64Array(FOLDS) };
		counts.set(level, ofLevel);
		const fold = row % FOLDS;
		ofLevel.rows[fold] = (ofLevel.rows[fold] ?? 0) + 1;
		ofLevel.positives[fold] = (ofLevel.positives[fold] ?? 0) + (target[row] ?? 0);
		positives += target[row] ?? 0;
	});
	const baseRate = positives / values.length;
	return Float64Array.from(values, (value, row) => {
		const ofLevel = counts.get(value ?? MISSING_LEVEL);
		const rows = sumWithout(ofLevel?.rows, row % FOLDS);
		return (sumWithout(ofLevel?.positives, row % FOLDS) + baseRate) / (rows + 1);
	});
}

function sumWithout(counts: Float64Array | undefined, fold: number): number {
	return (counts ?? new Float64Array()).reduce((sum, count, index) => (index === fold ? sum : sum + count), 0);
}
