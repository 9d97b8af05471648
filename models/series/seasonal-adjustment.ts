/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is bounded by the loop that makes it */
import { isSeasonal } from './autocorrelation.ts';
import { seasonalFigure, seasonalStrength, withoutSeason } from './decomposition.ts';
import type { SeasonKind } from './decomposition.ts';

/** A season that was taken out of a series before a model saw it, and that its forecast gets back. */
export interface Adjustment {
	readonly kind: SeasonKind;
	/** One entry a phase, the first value's first. */
	readonly figure: readonly number[];
}

/** Indices closer to zero than this would blow up what is divided by them. */
const LEAST_INDEX = 1e-4;

/** Beyond this many steps a smooth season would fail the test of autocorrelations, whose early lags it raises. */
const LONGEST_TESTED = 24;
/** What a long season must explain of the detrended values, and how many seasons it takes to tell. */
const LEAST_STRENGTH = 0.5;
const LEAST_SEASONS = 2.25;

function showsSeason(values: Float64Array, season: number): boolean {
	if (season <= LONGEST_TESTED) return isSeasonal(values, season);
	return values.length >= LEAST_SEASONS * season && seasonalStrength(values, season) > LEAST_STRENGTH;
}

/**
 * The season of a series where one shows (see isSeasonal, and seasonalStrength for more than 24 steps), by classical decomposition: multiplicative for positive
 * values, additive where a value is 0 or below. Null where no season shows, or where an index lies next to zero.
 */
export function findAdjustment(values: Float64Array, season: number): Adjustment | null {
	if (!showsSeason(values, season)) return null;
	const kind = values.every((value) => value > 0) ? 'multiplicative' : 'additive';
	const figure = Array.from(seasonalFigure(values, season, kind));
	if (kind === 'multiplicative' && figure.some((index) => Math.abs(index) < LEAST_INDEX)) return null;
	return { kind, figure };
}

/** The series without its season; itself where nothing was found. */
export const adjust = (values: Float64Array, adjustment: Adjustment | null): Float64Array =>
	adjustment === null ? values : withoutSeason(values, Float64Array.from(adjustment.figure), adjustment.kind);

/** Gives the values after the first `n` of a series their season back. */
export function readjust(means: Float64Array, adjustment: Adjustment | null, n: number): Float64Array {
	if (adjustment === null) return means;
	const { kind, figure } = adjustment;
	return means.map((mean, step) => {
		const entry = figure[(n + step) % figure.length]!;
		return kind === 'additive' ? mean + entry : mean * entry;
	});
}
