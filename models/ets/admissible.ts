/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is bounded by the loop that makes it */
import type { EtsForm } from './forms.ts';

export interface Smoothing {
	readonly alpha: number;
	/** 0 without a trend. */
	readonly beta: number;
	/** 0 without a season. */
	readonly gamma: number;
	/** 1 without damping. */
	readonly phi: number;
}

/** The bounds of R's `ets`: alpha, beta and gamma stay this far from 0 and 1; phi in between. */
export const LEAST = 0.0001;
export const MOST = 0.9999;
export const LEAST_PHI = 0.8;
export const MOST_PHI = 0.98;

/**
 * Whether smoothing parameters lie in the usual region (0 < beta < alpha < 1, 0 < gamma < 1 - alpha, .8 <= phi <= .98)
 * and in the admissible one, where old values lose their weight (Hyndman, Akram & Archibald, AISM 60, 2008). Inside the
 * usual region only a trend together with a season can leave the admissible one.
 */
export function isAllowed(form: EtsForm, period: number, smoothing: Smoothing, work: StabilityWork): boolean {
	const { alpha, beta, gamma, phi } = smoothing;
	if (!(alpha >= LEAST && alpha <= MOST)) return false;
	if (form.trend !== 'N' && !(beta >= LEAST && beta <= alpha && beta <= MOST)) return false;
	if (form.trend === 'Ad' && !(phi >= LEAST_PHI && phi <= MOST_PHI)) return false;
	if (form.season === 'N') return true;
	if (!(gamma >= LEAST && gamma <= 1 - alpha && gamma <= MOST)) return false;
	return form.trend === 'N' || isStable(period, smoothing, work);
}

/** Room for the stability test of one period: it is made once and used at every step of a search. */
export type StabilityWork = readonly [Float64Array, Float64Array];

export const stabilityWork = (period: number): StabilityWork => [
	new Float64Array(period + 2),
	new Float64Array(period + 2),
];

/**
 * Whether all roots of the characteristic equation of a trend with a season lie inside the unit circle, by the
 * recursion of Schur and Cohn: at each degree the constant term must be smaller than the leading one, which is 1.
 */
function isStable(period: number, { alpha, beta, gamma, phi }: Smoothing, work: StabilityWork): boolean {
	const degree = period + 1;
	let [from, to] = work;
	from.fill(alpha + beta - alpha * phi);
	from[0] = phi * (1 - alpha - gamma);
	from[1] = alpha + beta - alpha * phi + gamma - 1;
	from[degree - 1] = alpha + beta - phi;
	from[degree] = 1;
	for (let n = degree; n >= 1; n--) {
		const reflection = from[0]!;
		const rest = 1 - reflection * reflection;
		if (!(rest > 0)) return false;
		const scale = 1 / rest;
		for (let power = 1; power <= n; power++) {
			to[power - 1] = scale * (from[power]! - reflection * from[n - power]!);
		}
		const last = from;
		from = to;
		to = last;
	}
	return true;
}
