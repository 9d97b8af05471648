import type { Random } from '../math/random.ts';
import { ModelError } from '../model-error.ts';

export interface BootstrapOptions {
	readonly random: Random;
	/** How many resamples; 200 by default. */
	readonly replicates?: number;
	/** The share of resamples within the interval; 0.95 by default. */
	readonly level?: number;
}

/**
 * A percentile bootstrap interval (Efron & Tibshirani 1993, 13) of a figure of scores and labels: the middle share of its
 * values over resamples of the rows with replacement. A resample without both classes is drawn anew.
 * @param figure such as `(scores, labels) => rankingFigures(scores, labels).auc`
 * @throws ModelError when there are not both classes, or a level or a number of replicates that makes no interval
 */
export function bootstrapInterval(
	scores: Float64Array,
	labels: Uint8Array,
	figure: (scores: Float64Array, labels: Uint8Array) => number,
	{ random, replicates = 200, level = 0.95 }: BootstrapOptions,
): { readonly lower: number; readonly upper: number } {
	if (!labels.includes(0) || !labels.includes(1))
		throw new ModelError('input', 'the labels hold one class (expected both)');
	if (!(replicates >= 2) || !(level > 0 && level < 1)) {
		throw new ModelError('input', `received ${replicates} replicates and level ${level} (expected 2 or more, 0 to 1)`);
	}
	const resampledScores = new Float64Array(scores.length);
	const resampledLabels = new Uint8Array(labels.length);
	const values = Float64Array.from({ length: Math.floor(replicates) }, () => {
		do resample(scores, labels, random, resampledScores, resampledLabels);
		while (!resampledLabels.includes(0) || !resampledLabels.includes(1));
		return figure(resampledScores, resampledLabels);
	}).sort();
	const tail = (1 - level) / 2;
	return { lower: quantileOf(values, tail), upper: quantileOf(values, 1 - tail) };
}

function resample(
	scores: Float64Array,
	labels: Uint8Array,
	random: Random,
	resampledScores: Float64Array,
	resampledLabels: Uint8Array,
): void {
	for (let row = 0; row < scores.length; row += 1) {
		const drawn = Math.floor(random.uniform() * scores.length);
		resampledScores[row] = scores[drawn] ?? 0;
		resampledLabels[row] = labels[drawn] ?? 0;
	}
}

/** By linear interpolation between the order statistics (type 7 of Hyndman & Fan 1996). */
function quantileOf(sorted: Float64Array, share: number): number {
	const at = share * (sorted.length - 1);
	const below = sorted[Math.floor(at)] ?? 0;
	const above = sorted[Math.ceil(at)] ?? 0;
	return below + (at - Math.floor(at)) * (above - below);
}
