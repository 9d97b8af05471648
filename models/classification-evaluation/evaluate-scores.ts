import { lossFigures } from './losses.ts';
import type { LossFigures } from './losses.ts';
import { rankingFigures } from './ranking.ts';
import type { RankingFigures } from './ranking.ts';
import { expectedCalibrationError, reliabilityBins } from './reliability.ts';

/** How good probabilities are on rows whose class is known. */
export interface Evaluation extends RankingFigures, LossFigures {
	readonly rows: number;
	readonly positives: number;
	/** Expected calibration error with 10 bins of equal width. */
	readonly ece: number;
}

/**
 * Judges probabilities of class 1 by rank (AUC, average precision, lift, KS) and by size (log loss, Brier, calibration).
 * Judge on rows that neither the model nor its calibration was fitted on.
 * @param probabilities within 0 and 1
 * @param labels 0 or 1 a row
 * @throws ModelError when lengths differ, a probability is none, a label is neither 0 nor 1, or a class has no row
 * @example evaluateScores(Float64Array.of(0.9, 0.8, 0.7, 0.1), [1, 0, 1, 0]).auc // 0.75
 */
export function evaluateScores(probabilities: Float64Array, labels: ArrayLike<number>): Evaluation {
	const ranking = rankingFigures(probabilities, labels);
	const losses = lossFigures(probabilities, labels);
	const bins = reliabilityBins(probabilities, labels);
	return {
		rows: labels.length,
		positives: bins.reduce((sum, bin) => sum + bin.positives, 0),
		...ranking,
		...losses,
		ece: expectedCalibrationError(bins),
	};
}

/**
 * The naive baseline of `evaluateScores`: what comes of giving every row the base rate of the training rows.
 * @param rate share of class 1 in the training rows, within 0 and 1
 * @example evaluateBaseRate(0.25, [1, 0, 0, 0]) // auc 0.5, averagePrecision 0.25, brier 0.1875, ece 0, …
 */
export function evaluateBaseRate(rate: number, labels: ArrayLike<number>): Evaluation {
	return evaluateScores(new Float64Array(labels.length).fill(rate), labels);
}
