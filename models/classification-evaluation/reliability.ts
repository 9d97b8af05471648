import { wilsonInterval } from '../math/wilson-interval.ts';
import { assertProbability } from './losses.ts';

/** A bar of the reliability diagram: rows whose probabilities lie within [from, to), the last one with its upper end. */
export interface ReliabilityBin {
	readonly from: number;
	readonly to: number;
	readonly rows: number;
	readonly positives: number;
	/** Mean probability of its rows; null in an empty bin. */
	readonly expected: number | null;
	/** Share of class 1 among its rows; null in an empty bin. */
	readonly observed: number | null;
	/** Wilson's 95 % interval of the observed share; 0 to 1 in an empty bin. */
	readonly lower: number;
	readonly upper: number;
}

/** The bins that the expected calibration error is defined with here. */
const BINS = 10;

/**
 * The reliability diagram (DeGroot & Fienberg 1983) with bins of equal width.
 * @param probabilities of class 1, within 0 and 1
 * @param labels 0 or 1 a row
 * @throws ModelError when a probability is none
 * @example reliabilityBins(Float64Array.of(0.12, 0.18), [0, 1])[1]
 * // { from: 0.1, to: 0.2, rows: 2, positives: 1, expected: 0.15, observed: 0.5, lower: 0.095, upper: 0.905 }
 */
export function reliabilityBins(probabilities: Float64Array, labels: ArrayLike<number>, bins = BINS): ReliabilityBin[] {
	const rows = new Float64Array(bins);
	const positives = new Float64Array(bins);
	const sums = new Float64Array(bins);
	probabilities.forEach((probability, row) => {
		assertProbability(probability, row);
		const bin = Math.min(Math.floor(probability * bins), bins - 1);
		rows[bin] = (rows[bin] ?? 0) + 1;
		positives[bin] = (positives[bin] ?? 0) + (labels[row] ?? 0);
		sums[bin] = (sums[bin] ?? 0) + probability;
	});
	return Array.from({ length: bins }, (_, bin) => {
		const [count, ones] = [rows[bin] ?? 0, positives[bin] ?? 0];
		return {
			from: bin / bins,
			to: (bin + 1) / bins,
			rows: count,
			positives: ones,
			expected: count === 0 ? null : (sums[bin] ?? 0) / count,
			observed: count === 0 ? null : ones / count,
			...wilsonInterval(ones, count),
		};
	});
}

/**
 * The expected calibration error (Naeini, Cooper & Hauskrecht 2015): the mean distance of the bins of a reliability
 * diagram from its diagonal, weighted by their rows.
 * @example expectedCalibrationError(reliabilityBins(Float64Array.of(0.15, 0.15, 0.95), [0, 1, 1])) // (2·0.35 + 0.05) / 3
 */
export function expectedCalibrationError(bins: readonly ReliabilityBin[]): number {
	let [sum, rows] = [0, 0];
	for (const bin of bins) {
		sum += bin.rows * Math.abs((bin.expected ?? 0) - (bin.observed ?? 0));
		rows += bin.rows;
	}
	return sum / rows;
}
