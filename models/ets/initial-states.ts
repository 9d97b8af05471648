import { seasonalFigure, withoutSeason } from '../series/decomposition.ts';
import type { SeasonKind } from '../series/decomposition.ts';
import { fitLine } from '../series/straight-line.ts';
import type { EtsForm } from './forms.ts';

/** Multiplicative indices below this are taken for it: none may be 0 or negative. */
const LEAST_INDEX = 0.01;

export interface InitialStates {
	readonly level: number;
	/** Per step; 0 for forms without a trend. */
	readonly slope: number;
	/** One a phase of the period, the first value's first; empty for forms without a season. */
	readonly season: Float64Array;
}

/**
 * Where the search for a form's initial states begins (Hyndman, Koehler, Snyder & Grose 2002, as in R's `ets`): the
 * season from a classical decomposition (under three periods: from the distances to a line), level and slope from a
 * line through the first max(10, two periods) seasonally adjusted values, or their mean for forms without a trend.
 */
export function guessInitialStates(values: Float64Array, form: EtsForm, period: number): InitialStates {
	const { adjusted, season } = guessSeason(values, form, period);
	const span = form.season === 'N' ? 1 : period;
	const beginning = adjusted.subarray(0, Math.max(10, 2 * span));
	if (form.trend === 'N') {
		let level = 0;
		for (const value of beginning) level += value / beginning.length;
		return { level, slope: 0, season };
	}
	const { intercept, slope } = fitLine(beginning);
	// A first forecast of 0 would make every relative error infinite.
	const isZero = Math.abs(intercept + slope) < 1e-8;
	return { level: isZero ? intercept * 1.001 : intercept, slope: isZero ? slope * 0.999 : slope, season };
}

function guessSeason(
	values: Float64Array,
	form: EtsForm,
	period: number,
): { readonly adjusted: Float64Array; readonly season: Float64Array } {
	if (form.season === 'N') return { adjusted: values, season: new Float64Array(0) };
	const kind = form.season === 'A' ? 'additive' : 'multiplicative';
	const found = values.length < 3 * period ? aroundLine(values, kind) : seasonalFigure(values, period, kind);
	const usable = kind === 'additive' ? found : found.map((index) => Math.max(index, LEAST_INDEX));
	return { adjusted: withoutSeason(values, usable, kind), season: centred(usable.slice(0, period), kind) };
}

/** Each value's distance to (or share of) the line through all of them. */
function aroundLine(values: Float64Array, kind: SeasonKind): Float64Array {
	const { intercept, slope } = fitLine(values);
	return values.map((value, index) => {
		const expected = intercept + slope * (index + 1);
		return kind === 'additive' ? value - expected : value / expected;
	});
}

/** Additive seasons sum to 0, multiplicative ones to the period. */
function centred(season: Float64Array, kind: SeasonKind): Float64Array {
	let mean = 0;
	for (const entry of season) mean += entry / season.length;
	return season.map((entry) => (kind === 'additive' ? entry - mean : entry / mean));
}
