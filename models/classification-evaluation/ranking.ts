import { splitByClass, tiesFromHighest } from './scored-labels.ts';

/** How well scores put class 1 before class 0; no figure depends on the order of rows that share a score. */
export interface RankingFigures {
	/** The chance that a row of class 1 has a higher score than one of class 0, ties one half (Hanley & McNeil 1982). */
	readonly auc: number;
	/** Σ (recall − recall before) · precision over the distinct scores; the base rate for random scores. */
	readonly averagePrecision: number;
	/** The share of class 1 among the tenth of the rows with the highest scores, over the base rate. */
	readonly liftTopDecile: number;
	/** The largest distance between the classes' distributions of scores (Kolmogorov & Smirnov). */
	readonly ks: number;
}

/**
 * @param scores any numbers that grow with the chance of class 1; infinite ones are allowed
 * @param labels 0 or 1 a row
 * @throws ModelError when lengths differ, a score is NaN, a label is neither 0 nor 1, or a class has no row
 * @example rankingFigures(Float64Array.of(0.9, 0.8, 0.7, 0.1), [1, 0, 1, 0])
 * // { auc: 0.75, averagePrecision: 0.8333, liftTopDecile: 2, ks: 0.5 }
 */
export function rankingFigures(scores: Float64Array, labels: ArrayLike<number>): RankingFigures {
	const byClass = splitByClass(scores, labels);
	const [allPositives, allNegatives] = [byClass.positives.length, byClass.negatives.length];
	let decileLeft = decileSize(labels.length);
	let [positives, negatives, wins, averagePrecision, ks, inDecile] = [0, 0, 0, 0, 0, 0];
	for (const tie of tiesFromHighest(byClass)) {
		wins += tie.positives * (allNegatives - negatives - tie.negatives / 2);
		positives += tie.positives;
		negatives += tie.negatives;
		averagePrecision += (tie.positives / allPositives) * (positives / (positives + negatives));
		ks = Math.max(ks, Math.abs(positives / allPositives - negatives / allNegatives));
		const size = tie.positives + tie.negatives;
		const taken = Math.min(size, decileLeft);
		// A tie at the border gives its average share.
		inDecile += (tie.positives * taken) / size;
		decileLeft -= taken;
	}
	return {
		auc: wins / (allPositives * allNegatives),
		averagePrecision,
		liftTopDecile: inDecile / decileSize(labels.length) / (allPositives / labels.length),
		ks,
	};
}

/** A tenth of the rows, one at least. */
function decileSize(rows: number): number {
	return Math.max(1, Math.floor(rows / 10));
}
