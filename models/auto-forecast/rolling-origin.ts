/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is bounded by the loop that makes it */
import { expectEts, fitEts } from '../ets/ets.ts';
import type { EtsModel } from '../ets/ets.ts';
import { naiveScale, pointErrors } from '../forecast-evaluation/forecast-evaluation.ts';
import type { Expectation } from '../series/forecast.ts';
import { expectSimple } from '../series/simple-forecast.ts';
import type { SimpleModel } from '../series/simple-forecast.ts';
import { expectTheta, fitTheta } from '../theta/theta.ts';
import type { ThetaModel } from '../theta/theta.ts';

export type CandidateName = 'ets' | 'theta' | 'mean';
export type BaselineName = 'naive' | 'seasonal naive';

/** What a method did at the origins of one series. */
export interface OriginScore {
	readonly name: CandidateName | BaselineName;
	/** Mean absolute error over all origins and steps, in the unit of the values. */
	readonly mae: number;
	readonly smape: number;
	/** Null where the values never change over a season. */
	readonly mase: number | null;
}

export interface OriginTest {
	/** Values before each origin, the latest first. */
	readonly origins: readonly number[];
	readonly scores: readonly OriginScore[];
	/** Each candidate's absolute errors over its own standard deviations, origin by origin. */
	readonly scaledErrors: Readonly<Record<CandidateName, readonly number[]>>;
}

/** Two steps apart, so that six of them look back over ten steps more than the horizon. */
const SPACING = 2;
const ORIGINS = 6;
/** A 95 % bound by split conformal prediction needs 19 errors: short horizons get more origins. */
const ERRORS_WANTED = 19;
const FEWEST_ORIGINS = 3;

/**
 * Where a series is cut to test its forecasts: two steps apart, each followed by a full horizon of known values, none
 * with less than two seasons and two values, or ten values, before it. Empty where fewer than three would fit.
 *
 * @example originsOf(30, 1, 4) // [26, 24, 22, 20, 18, 16]
 */
export function originsOf(n: number, season: number, horizon: number): readonly number[] {
	const least = Math.max(10, 2 * season + 2);
	const wanted = Math.max(ORIGINS, Math.ceil(ERRORS_WANTED / horizon));
	const origins: number[] = [];
	for (let origin = n - horizon; origin >= least && origins.length < wanted; origin -= SPACING) origins.push(origin);
	return origins.length < FEWEST_ORIGINS ? [] : origins;
}

/**
 * Forecasts a series' own past from several origins, each time with the values before it only (an expanding window), by
 * ETS in the form given, Theta, their mean and two baselines. Parameters and initial states are estimated anew at each
 * origin; the form is not chosen anew, which would cost fifteen times as much. Null where too few origins fit.
 */
export function testAtOrigins(values: Float64Array, season: number, horizon: number, form: string): OriginTest | null {
	const origins = originsOf(values.length, season, horizon);
	if (origins.length === 0) return null;
	const truth: number[] = [];
	const means: Record<OriginScore['name'], number[]> = {
		ets: [],
		theta: [],
		mean: [],
		naive: [],
		'seasonal naive': [],
	};
	const scaledErrors: Record<CandidateName, number[]> = { ets: [], theta: [], mean: [] };
	for (const origin of origins) {
		const before = values.subarray(0, origin);
		const ahead = values.subarray(origin, origin + horizon);
		const ets = expectFitted(fitEts(before, { season, form }), horizon);
		const theta = expectFitted(fitTheta(before, { season }), horizon);
		const expected = { ets, theta, mean: meanOf(ets, theta) };
		truth.push(...ahead);
		for (const name of ['ets', 'theta', 'mean'] as const) {
			means[name].push(...expected[name].means);
			scaledErrors[name].push(...scaleErrors(ahead, expected[name]));
		}
		for (let step = 0; step < horizon; step++) {
			means.naive.push(before[origin - 1]!);
			means['seasonal naive'].push(before[origin - season + (step % season)]!);
		}
	}
	const scale = naiveScale(values, season);
	const names =
		season === 1 ? (['ets', 'theta', 'mean', 'naive'] as const) : (Object.keys(means) as OriginScore['name'][]);
	const scores = names.map((name) => {
		const { mae, smape, mase } = pointErrors(truth, means[name], scale);
		return { name, mae, smape, mase };
	});
	return { origins, scores, scaledErrors };
}

/** What any of the fitted models expects of the next steps. */
export function expectFitted(model: EtsModel | ThetaModel | SimpleModel, horizon: number): Expectation {
	switch (model.kind) {
		case 'ets':
			return expectEts(model, horizon);
		case 'theta':
			return expectTheta(model, horizon);
		case 'simple':
			return expectSimple(model, horizon);
	}
}

/** The mean of two expectations; its deviations are theirs, for their errors go together. */
export const meanOf = (one: Expectation, other: Expectation): Expectation => ({
	means: one.means.map((mean, step) => (mean + other.means[step]!) / 2),
	deviations: one.deviations.map((deviation, step) => (deviation + other.deviations[step]!) / 2),
});

/** A standard deviation this small beside the values is rounding: the model allowed for no error at all. */
const ROUNDING = 1e-9;

/** Errors of a model that allowed for none are left out: they say nothing about one that does. */
function scaleErrors(truth: Float64Array, { means, deviations }: Expectation): number[] {
	const largest = truth.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
	return Array.from(truth, (value, step) =>
		deviations[step]! > ROUNDING * largest ? Math.abs(value - means[step]!) / deviations[step]! : Number.NaN,
	).filter(Number.isFinite);
}
