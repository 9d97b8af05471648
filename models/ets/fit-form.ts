/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is bounded by the loop that makes it */
import { minimise } from '../math/nelder-mead.ts';
import { isAllowed, LEAST, LEAST_PHI, MOST, MOST_PHI, stabilityWork } from './admissible.ts';
import type { Smoothing } from './admissible.ts';
import { countFree } from './forms.ts';
import type { EtsForm } from './forms.ts';
import { guessInitialStates } from './initial-states.ts';
import type { InitialStates } from './initial-states.ts';
import { smooth, statesFrom } from './smoothing.ts';
import type { EtsStates } from './smoothing.ts';

/** A form with the parameters that make a series most likely. */
export interface FormFit {
	readonly form: EtsForm;
	readonly smoothing: Smoothing;
	readonly initial: InitialStates;
	/** The states after the last value. */
	readonly final: EtsStates;
	/** One-step errors, relative ones for multiplicative errors. */
	readonly errors: Float64Array;
	readonly logLikelihood: number;
	readonly aicc: number;
	readonly converged: boolean;
}

/** What a search makes small: the likelihood, or the mean squared error of one step. */
export type Criterion = 'likelihood' | 'squares';

/** A fit without an error: a likelihood without bound would make the search's differences meaningless. */
const PERFECT = -1e10;

/**
 * Estimates a form on a series: smoothing parameters and initial states together, by Nelder-Mead from the usual guesses
 * (R's `ets`: the same start, region, criterion and stopping rule). Null when the series has too few values for the
 * form's parameters or the search finds no start.
 */
export function fitForm(
	values: Float64Array,
	form: EtsForm,
	period: number,
	criterion: Criterion = 'likelihood',
): FormFit | null {
	const span = form.season === 'N' ? 1 : period;
	const free = countFree(form, span);
	if (free >= values.length - 1) return null;
	const guess = guessInitialStates(values, form, span);
	const search = createSearch(values, form, span, criterion);
	const start = search.pack(guessSmoothing(form, span), guess);
	if (!Number.isFinite(search.cost(start))) return null;
	const found = minimise(search.cost, start, { tolerance: Math.sqrt(Number.EPSILON), maxEvaluations: 2000 });

	const smoothing = search.smoothing(found.point);
	const initial = search.initial(found.point);
	const final = statesFrom(initial);
	const errors = new Float64Array(values.length);
	const cost = smooth(values, form, smoothing, final, errors);
	const parameters = free + 1;
	const aicc = cost + 2 * parameters + (2 * parameters * (parameters + 1)) / (values.length - parameters - 1);
	return { form, smoothing, initial, final, errors, logLikelihood: -cost / 2, aicc, converged: found.converged };
}

/** Little smoothing, a tenth of it for the slope, hardly any for the season, almost no damping. */
function guessSmoothing(form: EtsForm, period: number): Smoothing {
	const alpha = LEAST + (0.2 * (MOST - LEAST)) / period;
	return {
		alpha,
		beta: form.trend === 'N' ? 0 : LEAST + 0.1 * (Math.min(MOST, alpha) - LEAST),
		gamma: form.season === 'N' ? 0 : LEAST + 0.05 * (Math.min(MOST, 1 - alpha) - LEAST),
		phi: form.trend === 'Ad' ? LEAST_PHI + 0.99 * (MOST_PHI - LEAST_PHI) : 1,
	};
}

interface Search {
	readonly cost: (point: Float64Array) => number;
	readonly pack: (smoothing: Smoothing, initial: InitialStates) => Float64Array;
	readonly smoothing: (point: Float64Array) => Smoothing;
	readonly initial: (point: Float64Array) => InitialStates;
}

/**
 * A form's parameters as points of a search: alpha, beta, gamma, phi, level, slope as far as the form has them, then
 * the season from the last phase back to the second; the first phase makes the sum right.
 */
function createSearch(values: Float64Array, form: EtsForm, period: number, criterion: Criterion): Search {
	const hasTrend = form.trend !== 'N';
	const hasSeason = form.season !== 'N';
	const isDamped = form.trend === 'Ad';
	const seasonSum = form.season === 'M' ? period : 0;
	const betaAt = 1;
	const gammaAt = hasTrend ? 2 : 1;
	const phiAt = gammaAt + (hasSeason ? 1 : 0);
	const levelAt = phiAt + (isDamped ? 1 : 0);
	const slopeAt = levelAt + 1;
	const seasonAt = slopeAt + (hasTrend ? 1 : 0);

	const errors = new Float64Array(values.length);
	const states: EtsStates = { level: 0, slope: 0, season: new Float64Array(hasSeason ? period : 1) };
	const current = { alpha: 0, beta: 0, gamma: 0, phi: 1 };
	const work = stabilityWork(period);

	const readSmoothing = (point: Float64Array): void => {
		current.alpha = point[0]!;
		if (hasTrend) current.beta = point[betaAt]!;
		if (hasSeason) current.gamma = point[gammaAt]!;
		if (isDamped) current.phi = point[phiAt]!;
	};
	/** Gives whether no index of a multiplicative season is negative. */
	const readStates = (point: Float64Array): boolean => {
		states.level = point[levelAt]!;
		states.slope = hasTrend ? point[slopeAt]! : 0;
		if (!hasSeason) return true;
		let rest = 0;
		let least = Infinity;
		for (let phase = 1; phase < period; phase++) {
			const entry = point[seasonAt + period - 1 - phase]!;
			states.season[phase] = entry;
			rest += entry;
			if (entry < least) least = entry;
		}
		states.season[0] = seasonSum - rest;
		return form.season === 'A' || Math.min(least, seasonSum - rest) >= 0;
	};

	return {
		cost: (point) => {
			readSmoothing(point);
			if (!isAllowed(form, period, current, work)) return Infinity;
			if (!readStates(point)) return Infinity;
			const cost = smooth(values, form, current, states, errors);
			if (criterion === 'squares') return meanSquare(errors);
			return Math.max(cost, PERFECT);
		},
		pack: ({ alpha, beta, gamma, phi }, { level, slope, season }) => {
			const point = [alpha];
			if (hasTrend) point.push(beta);
			if (hasSeason) point.push(gamma);
			if (isDamped) point.push(phi);
			point.push(level);
			if (hasTrend) point.push(slope);
			for (let phase = period - 1; hasSeason && phase >= 1; phase--) point.push(season[phase]!);
			return Float64Array.from(point);
		},
		smoothing: (point) => {
			readSmoothing(point);
			return { ...current };
		},
		initial: (point) => {
			readStates(point);
			const { level, slope, season } = states;
			return { level, slope, season: hasSeason ? Float64Array.from(season) : new Float64Array(0) };
		},
	};
}

function meanSquare(errors: Float64Array): number {
	let sum = 0;
	for (const error of errors) sum += error * error;
	return sum / errors.length;
}
