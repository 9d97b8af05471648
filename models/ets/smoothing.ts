/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is bounded by the loop that makes it */
import type { Smoothing } from './admissible.ts';
import type { EtsForm } from './forms.ts';
import type { InitialStates } from './initial-states.ts';

/** Level, slope and season as a run left them; the season's phases count from the first value of the series. */
export interface EtsStates {
	level: number;
	slope: number;
	readonly season: Float64Array;
}

/**
 * One pass of a form's recursions over a series, from the states given, which it leaves as they are after the last
 * value (Hyndman et al. 2008, tables 2.2 and 2.3). Writes the one-step errors (relative ones for multiplicative errors)
 * and gives minus twice the log-likelihood without its constants: n ln(sum of squared errors) + 2 sum ln|forecast|, the
 * second sum for multiplicative errors only. Minus infinity for a perfect fit; NaN or infinity where the form breaks.
 */
export function smooth(
	values: Float64Array,
	form: EtsForm,
	smoothing: Smoothing,
	states: EtsStates,
	errors: Float64Array,
): number {
	return form.season === 'M'
		? smoothMultiplicative(values, smoothing, states, errors)
		: smoothAdditive(values, form.error === 'M', smoothing, states, errors);
}

/** Forms with an additive season, and forms without: their season is one phase that stays 0. */
function smoothAdditive(
	values: Float64Array,
	isRelative: boolean,
	{ alpha, beta, gamma, phi }: Smoothing,
	states: EtsStates,
	errors: Float64Array,
): number {
	const { season } = states;
	const period = season.length;
	let { level, slope } = states;
	let phase = 0;
	let squares = 0;
	let logs = 0;
	let product = 1;
	for (let t = 0; t < values.length; t++) {
		const value = values[t]!;
		const index = season[phase]!;
		const growth = phi * slope;
		const expected = level + growth;
		const surprise = value - index - expected;
		let error = surprise;
		if (isRelative) {
			const forecast = expected + index;
			error /= forecast;
			product *= Math.abs(forecast);
			if (product > 1e150 || product < 1e-150) {
				logs += Math.log(product);
				product = 1;
			}
		}
		errors[t] = error;
		squares += error * error;
		level = expected + alpha * surprise;
		slope = growth + beta * surprise;
		season[phase] = index + gamma * surprise;
		phase = phase + 1 === period ? 0 : phase + 1;
	}
	states.level = level;
	states.slope = slope;
	return values.length * Math.log(squares) + 2 * (logs + Math.log(product));
}

/** Forms with a multiplicative season, whose errors are multiplicative too. */
function smoothMultiplicative(
	values: Float64Array,
	{ alpha, beta, gamma, phi }: Smoothing,
	states: EtsStates,
	errors: Float64Array,
): number {
	const { season } = states;
	const period = season.length;
	let { level, slope } = states;
	let phase = 0;
	let squares = 0;
	let logs = 0;
	let product = 1;
	for (let t = 0; t < values.length; t++) {
		const value = values[t]!;
		const index = season[phase]!;
		const growth = phi * slope;
		const expected = level + growth;
		const forecast = expected * index;
		product *= Math.abs(forecast);
		if (product > 1e150 || product < 1e-150) {
			logs += Math.log(product);
			product = 1;
		}
		const error = (value - forecast) / forecast;
		errors[t] = error;
		squares += error * error;
		const surprise = value / index - expected;
		level = expected + alpha * surprise;
		slope = growth + beta * surprise;
		season[phase] = index + gamma * (value / expected - index);
		phase = phase + 1 === period ? 0 : phase + 1;
	}
	states.level = level;
	states.slope = slope;
	return values.length * Math.log(squares) + 2 * (logs + Math.log(product));
}

/** States to run from, with a season that the run may overwrite. */
export function statesFrom({ level, slope, season }: InitialStates): EtsStates {
	return { level, slope, season: season.length === 0 ? new Float64Array(1) : Float64Array.from(season) };
}
