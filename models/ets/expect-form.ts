/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is bounded by the loop that makes it */
import type { Expectation } from '../series/forecast.ts';
import type { Smoothing } from './admissible.ts';
import type { EtsForm } from './forms.ts';

/** What a fitted form needs to look ahead. */
export interface EtsPosition {
	readonly form: EtsForm;
	readonly smoothing: Smoothing;
	/** After the last value; the season's phases count from the first value, one phase of 0 for no season. */
	readonly states: { readonly level: number; readonly slope: number; readonly season: ArrayLike<number> };
	/** Values so far, so that the next phase is known. */
	readonly n: number;
	/** Variance of the one-step errors, relative ones for multiplicative errors. */
	readonly sigma2: number;
}

/** What a form expects of the next steps. A variance too large for a number counts as the largest one. */
export function expectForm(position: EtsPosition, horizon: number): Expectation {
	const deviations = variances(position, horizon).map((variance) =>
		Math.sqrt(variance <= Number.MAX_VALUE ? Math.max(0, variance) : Number.MAX_VALUE),
	);
	return { means: formMeans(position, horizon), deviations };
}

/** Level and damped slope, plus or times the season. */
function formMeans(position: EtsPosition, horizon: number): Float64Array {
	const { form, states, n } = position;
	const trend = trendMeans(position, horizon);
	return trend.map((mean, step) => {
		const index = states.season[(n + step) % states.season.length]!;
		return form.season === 'M' ? mean * index : mean + index;
	});
}

function trendMeans({ smoothing, states }: EtsPosition, horizon: number): Float64Array {
	const means = new Float64Array(horizon);
	let damped = 0;
	let power = 1;
	for (let step = 0; step < horizon; step++) {
		power *= smoothing.phi;
		damped += power;
		means[step] = states.level + damped * states.slope;
	}
	return means;
}

/**
 * The variances of the next steps under the model (Hyndman, Koehler, Ord & Snyder, Journal of Forecasting 24, 2005; 2008,
 * chapter 6): exact for additive errors, and for multiplicative ones until a multiplicative season comes round again;
 * from then on to first order in what one shock does to trend and season together.
 */
function variances(position: EtsPosition, horizon: number): Float64Array {
	const { form, smoothing, states, n, sigma2 } = position;
	const period = form.season === 'N' ? Infinity : states.season.length;
	const isMultiplicative = form.season === 'M';
	const weights = shockWeights(smoothing, isMultiplicative ? Infinity : period, horizon);
	if (form.error === 'A') {
		let sum = 0;
		return weights.map((weight) => {
			sum += weight ** 2;
			return sigma2 * (1 + sum);
		});
	}
	const means = isMultiplicative ? trendMeans(position, horizon) : formMeans(position, horizon);
	const seasonWeight = isMultiplicative ? smoothing.gamma : 0;
	const moments = relativeMoments(means, weights, sigma2, (ago) => (ago % period === 0 ? seasonWeight : 0));
	return moments.map((moment, step) => {
		const index = isMultiplicative ? states.season[(n + step) % period]! : 1;
		return index ** 2 * ((1 + sigma2) * moment - means[step]! ** 2);
	});
}

/** How much of one step's shock is still in the value 1, 2, ... steps later; entry 0, of the step itself, is 0. */
function shockWeights({ alpha, beta, gamma, phi }: Smoothing, period: number, horizon: number): Float64Array {
	const weights = new Float64Array(horizon);
	let damped = 0;
	let power = 1;
	for (let step = 1; step < horizon; step++) {
		power *= phi;
		damped += power;
		weights[step] = alpha + beta * damped + (step % period === 0 ? gamma : 0);
	}
	return weights;
}

/**
 * Second moments of the expected values under relative errors: each shock as large as what was expected at its time,
 * and, for a multiplicative season, once more by the season's weight of what is expected when its phase returns.
 */
function relativeMoments(
	means: Float64Array,
	weights: Float64Array,
	sigma2: number,
	seasonWeight: (ago: number) => number,
): Float64Array {
	const moments = new Float64Array(means.length);
	for (let step = 0; step < means.length; step++) {
		const mean = Math.abs(means[step]!);
		let shocks = 0;
		for (let ago = 1; ago <= step; ago++) {
			shocks += (weights[ago]! * Math.sqrt(moments[step - ago]!) + seasonWeight(ago) * mean) ** 2;
		}
		moments[step] = mean ** 2 + sigma2 * shocks;
	}
	return moments;
}
