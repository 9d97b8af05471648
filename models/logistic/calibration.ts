import { splitByClass } from '../classification-evaluation/scored-labels.ts';
import { lossFigures } from '../classification-evaluation/losses.ts';
import { sigmoid } from '../math/sigmoid.ts';
import { applyPlatt, fitPlatt } from './platt.ts';
import type { Platt } from './platt.ts';

/** What becomes of log odds on the way to a probability; plain JSON. */
export type Calibration =
	| ({ readonly kind: 'platt' } & BrierComparison & Platt)
	| ({ readonly kind: 'none'; readonly reason: 'no_gain' | 'reversed' } & BrierComparison)
	| { readonly kind: 'none'; readonly reason: 'too_few' };

interface BrierComparison {
	/** Brier score of the probabilities as the model gives them. */
	readonly brierRaw: number;
	/** Brier score of rows calibrated by a fit on the other rows. */
	readonly brierCalibrated: number;
}

const FOLDS = 5;
/** With fewer rows than this of a class, a fold may have none. */
const MIN_OF_CLASS = 10;

/**
 * Calibrates only where it helps: fits Platt's calibration and keeps it when five-fold cross-validation within the given
 * rows has it lower the Brier score; otherwise the raw probabilities stay, with the reason: `no_gain`, `reversed` (the
 * scores rank the wrong way round here: a calibration would hide a broken model) or `too_few` (under 10 rows of a class).
 * @param logOdds finite scores of rows that the model was not fitted on
 * @param labels 0 or 1 a row
 * @throws ModelError as `fitPlatt`
 */
export function chooseCalibration(logOdds: Float64Array, labels: ArrayLike<number>): Calibration {
	const { positives, negatives } = splitByClass(logOdds, labels);
	if (Math.min(positives.length, negatives.length) < MIN_OF_CLASS) return { kind: 'none', reason: 'too_few' };
	const brierRaw = lossFigures(logOdds.map(sigmoid), labels).brier;
	const brierCalibrated = lossFigures(calibrateAcrossFolds(logOdds, labels), labels).brier;
	const platt = fitPlatt(logOdds, labels);
	if (platt.slope <= 0) return { kind: 'none', reason: 'reversed', brierRaw, brierCalibrated };
	if (brierCalibrated >= brierRaw) return { kind: 'none', reason: 'no_gain', brierRaw, brierCalibrated };
	return { kind: 'platt', ...platt, brierRaw, brierCalibrated };
}

/** Probabilities of log odds, calibrated or as they are. */
export function applyCalibration(calibration: Calibration, logOdds: Float64Array): Float64Array {
	return calibration.kind === 'platt' ? applyPlatt(calibration, logOdds) : logOdds.map(sigmoid);
}

/** Each row's probability from a calibration that has not seen it. */
function calibrateAcrossFolds(logOdds: Float64Array, labels: ArrayLike<number>): Float64Array {
	const folds = foldsByClass(labels);
	const calibrated = new Float64Array(logOdds.length);
	for (let fold = 0; fold < FOLDS; fold += 1) {
		const isKept = (_: number, row: number): boolean => folds[row] !== fold;
		const platt = fitPlatt(logOdds.filter(isKept), Uint8Array.from(labels).filter(isKept));
		applyPlatt(platt, logOdds).forEach((probability, row) => {
			if (folds[row] === fold) calibrated[row] = probability;
		});
	}
	return calibrated;
}

/** Deals the rows of either class out to the folds in turn. */
function foldsByClass(labels: ArrayLike<number>): Uint8Array {
	const dealt = [0, 0];
	return Uint8Array.from(labels, (label) => {
		const fold = (dealt[label] ?? 0) % FOLDS;
		dealt[label] = (dealt[label] ?? 0) + 1;
		return fold;
	});
}
