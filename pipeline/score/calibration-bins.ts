import { reliabilityBins } from '#models/classification-evaluation/reliability.ts';
import type { CalibrationBin } from './evidence.ts';

/** The bars of a reliability diagram that have rows. */
export function calibrationOf(probabilities: Float64Array, outcomes: ArrayLike<number>): CalibrationBin[] {
	return reliabilityBins(probabilities, outcomes)
		.filter(({ rows }) => rows > 0)
		.map(({ from, to, rows, expected, observed, lower, upper }) => ({
			lower: from,
			upper: to,
			count: rows,
			predicted: expected ?? 0,
			observed: observed ?? 0,
			observed_lower: lower,
			observed_upper: upper,
		}));
}
