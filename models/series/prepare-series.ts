/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is bounded by the loop that makes it */
import { ModelError } from '../model-error.ts';

/** Squares of what is larger would be infinite, squares of what is smaller 0. */
const LARGEST = 1e100;
const SMALLEST = 1e-100;

/** A series as it comes: one value a step, evenly spaced; null and NaN are gaps. */
export type Series = ArrayLike<number | null>;

export interface PreparedSeries {
	/** From the first known value to the last one, without gaps. */
	readonly values: Float64Array;
	/** Only what was known. */
	readonly known: Float64Array;
	/** Steps without a value after the last known one: a forecast begins behind them. */
	readonly trailing: number;
	/** What was done about gaps, as words; null where there were none. */
	readonly note: string | null;
}

/**
 * Readies a series for a model: gaps at the beginning are cut, gaps at the end counted, gaps inside filled with the
 * mean of the values one season before and after where both are known, else along the straight line between their
 * neighbours.
 *
 * @throws ModelError (input) for a series without a known value, a value too large or small to square, or a season that is no whole number
 * of steps
 */
export function prepareSeries(series: Series, season: number): PreparedSeries {
	if (!Number.isInteger(season) || season < 1) {
		throw new ModelError('input', `a season is a whole number of steps, 1 for none, received ${season}`);
	}
	const given = Float64Array.from(Array.from(series, (value) => value ?? Number.NaN));
	const odd = given.findIndex((value) => Math.abs(value) > LARGEST || (value !== 0 && Math.abs(value) < SMALLEST));
	if (odd !== -1) {
		const place = `${given[odd]!} as value ${odd + 1}`;
		throw new ModelError('input', `a series holds zeros, sizes from 1e-100 to 1e100, or gaps, received ${place}`);
	}
	const known = given.filter((value) => !Number.isNaN(value));
	if (known.length === 0) {
		throw new ModelError('input', `a forecast needs at least one value, received ${given.length} steps without any`);
	}
	const first = given.findIndex((value) => !Number.isNaN(value));
	const last = given.findLastIndex((value) => !Number.isNaN(value));
	const inside = given.subarray(first, last + 1);
	const trailing = given.length - 1 - last;
	return {
		values: fillGaps(inside, season),
		known,
		trailing,
		note: noteOnGaps(inside.length - known.length, first, trailing),
	};
}

function fillGaps(values: Float64Array, season: number): Float64Array {
	const filled = Float64Array.from(values);
	let before = 0;
	for (let t = 1; t < values.length; t++) {
		if (Number.isNaN(values[t])) continue;
		for (let gap = before + 1; gap < t; gap++) {
			const seasonal = season === 1 ? Number.NaN : (values[gap - season]! + values[gap + season]!) / 2;
			const share = (gap - before) / (t - before);
			filled[gap] = Number.isFinite(seasonal) ? seasonal : (1 - share) * values[before]! + share * values[t]!;
		}
		before = t;
	}
	return filled;
}

function noteOnGaps(inside: number, leading: number, trailing: number): string | null {
	const notes = [
		inside > 0 ? `${inside} ${inside === 1 ? 'gap' : 'gaps'} filled in` : '',
		leading > 0 ? `${leading} empty ${leading === 1 ? 'step' : 'steps'} at the beginning left out` : '',
		trailing > 0 ? `${trailing} empty ${trailing === 1 ? 'step' : 'steps'} at the end forecast as well` : '',
	].filter((note) => note !== '');
	return notes.length === 0 ? null : notes.join(', ');
}

/** Reasons and notes as one sentence part; empty ones are left out. */
export const joinReasons = (...reasons: readonly (string | null)[]): string =>
	reasons.filter((reason) => reason !== null && reason !== '').join('; ');
