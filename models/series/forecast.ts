/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is bounded by the loop that makes it */
import { normalQuantile } from '../math/normal-distribution.ts';
import { ModelError } from '../model-error.ts';

export interface Interval {
	/** In percent: 80 holds four values of five. */
	readonly level: number;
	readonly lower: number;
	readonly upper: number;
}

export interface ForecastStep {
	readonly mean: number;
	/** One a level, in the order asked for; wider levels hold narrower ones. */
	readonly intervals: readonly Interval[];
}

export interface Forecast {
	/** From the first step after the series' last place on, gaps at its end included. */
	readonly steps: readonly ForecastStep[];
	/** Where the bounds come from: the model's variance, the series' own past errors, or the errors of several series. */
	readonly interval: 'model' | 'conformal' | 'pooled';
	/** The model as the literature names it, or the fallback. */
	readonly spec: string;
	/** Why this one, as words without a full stop. */
	readonly reason: string;
}

export interface ForecastRequest {
	/** Steps ahead, a whole number from 1 to 10,000. */
	readonly horizon: number;
	/** Percent, above 0 and below 100, in any order; [80, 95] without. */
	readonly levels?: readonly number[];
}

const LONGEST_HORIZON = 10_000;

/**
 * The request with its defaults.
 *
 * @throws ModelError (input) for a horizon or a level out of range
 */
export function checkRequest({ horizon, levels = [80, 95] }: ForecastRequest): Required<ForecastRequest> {
	if (!Number.isInteger(horizon) || horizon < 1 || horizon > LONGEST_HORIZON) {
		throw new ModelError('input', `a horizon is a whole number from 1 to 10,000, received ${horizon}`);
	}
	const wrong = levels.find((level) => !(level > 0 && level < 100));
	if (wrong !== undefined) {
		throw new ModelError('input', `a level is a percentage above 0 and below 100, received ${wrong}`);
	}
	return { horizon, levels };
}

/** What a model expects of the next steps: their means and the standard deviations of its errors there. */
export interface Expectation {
	readonly means: Float64Array;
	readonly deviations: Float64Array;
}

/** An expectation from a later step on: what comes first is left out. */
export const expectationAfter = ({ means, deviations }: Expectation, skipped: number): Expectation => ({
	means: means.subarray(skipped),
	deviations: deviations.subarray(skipped),
});

/** Steps with the bounds of a normal distribution. */
export function normalSteps({ means, deviations }: Expectation, levels: readonly number[]): ForecastStep[] {
	const widths = levels.map((level) => normalQuantile(0.5 + level / 200));
	return Array.from(means, (mean, step) => {
		const halfWidths = widths.map((width) => width * deviations[step]!);
		return stepWithin(mean, halfWidths, levels);
	});
}

/**
 * A step whose bounds lie half a width on both sides of its mean: one half width a level. What is too large for a
 * number ends at the largest one.
 */
export function stepWithin(mean: number, halfWidths: readonly number[], levels: readonly number[]): ForecastStep {
	const middle = finite(mean);
	return {
		mean: middle,
		intervals: levels.map((level, index) => ({
			level,
			lower: finite(middle - halfWidths[index]!),
			upper: finite(middle + halfWidths[index]!),
		})),
	};
}

const finite = (value: number): number => Math.min(Math.max(value, -Number.MAX_VALUE), Number.MAX_VALUE);
