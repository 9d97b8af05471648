/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is bounded by the loop that makes it */
import { ModelError } from '../model-error.ts';

export interface NelderMeadOptions {
	/**
	 * How far each other corner of the first simplex lies from the start along its axis: one number for all axes or one
	 * per axis, never 0. Without it a tenth of the largest absolute coordinate (0.1 where all are 0).
	 */
	readonly step?: number | ArrayLike<number>;
	/** Stop once the corners' values differ by at most `tolerance * (|f(start)| + tolerance)`; 1e-8 without it. */
	readonly tolerance?: number;
	/** No new round begins after so many evaluations (a round needs one or two, a shrink one per axis); 2,000 without. */
	readonly maxEvaluations?: number;
	/** Points outside count as infinitely bad, without a call of the function. The start must lie inside. */
	readonly bounds?: { readonly lower: ArrayLike<number>; readonly upper: ArrayLike<number> };
}

export interface Minimum {
	readonly point: Float64Array;
	readonly value: number;
	readonly evaluations: number;
	/** The tolerance was met within the evaluations allowed. */
	readonly converged: boolean;
}

const REFLECTION = 1;
const CONTRACTION = 0.5;
const EXPANSION = 2;

/**
 * Minimises a function of one or more variables by the polytope method of Nelder & Mead (Computer Journal 7, 1965,
 * 308-313) in the form of Nash (Compact Numerical Methods for Computers, 1990, algorithm 19), which is also what R's
 * `optim` does: a contraction follows every reflection that is no new best corner. Where all corners are equally high,
 * the middle of them is looked at before that counts as the end (a valley may lie between). Needs no derivatives and bears kinks
 * and regions where the function is infinite or NaN (they count as worst), but may stop short of the optimum in more
 * than some ten dimensions: run it again from where it stopped when that matters.
 *
 * The function gets the same array each time: it must not keep or change it. Nothing is allocated between evaluations.
 *
 * @throws ModelError (input) when the start is empty, out of bounds, or has no finite value
 * @example minimise(([x = 0, y = 0]) => (1 - x) ** 2 + 100 * (y - x * x) ** 2, [-1.2, 1]).point // about [1, 1]
 */
export function minimise(
	f: (point: Float64Array) => number,
	start: ArrayLike<number>,
	options: NelderMeadOptions = {},
): Minimum {
	const { tolerance = 1e-8, maxEvaluations = 2000, bounds } = options;
	const n = start.length;
	let evaluations = 0;
	const evaluate = (point: Float64Array): number => {
		evaluations += 1;
		if (bounds !== undefined && isOutside(point, bounds)) return Infinity;
		const value = f(point);
		return Number.isFinite(value) ? value : Infinity;
	};

	const simplex = firstSimplex(start, options.step);
	const values = new Float64Array(n + 1);
	const first = Float64Array.from(start);
	values[0] = evaluate(first);
	if (n === 0 || values[0] === Infinity) {
		throw new ModelError(
			'input',
			`a search needs a start with a finite value, received [${Array.from(start).join(', ')}]`,
		);
	}
	const spread = tolerance * (Math.abs(values[0]) + tolerance);
	for (let corner = 1; corner <= n; corner++) values[corner] = evaluate(simplex[corner]!);

	const centre = new Float64Array(n);
	const reflected = new Float64Array(n);
	const tried = new Float64Array(n);
	let size = Infinity;
	let best = 0;
	let converged = false;
	for (;;) {
		const worst = indexOfLargest(values);
		best = indexOfSmallest(values, best);
		if (values[worst]! <= values[best]! + spread) {
			middleOf(simplex, tried);
			const value = evaluate(tried);
			if (value < values[best]! - spread && evaluations <= maxEvaluations) {
				replace(simplex, values, worst, tried, value);
				continue;
			}
			converged = true;
			break;
		}
		if (evaluations > maxEvaluations) break;

		centreWithout(simplex, worst, centre);
		along(centre, simplex[worst]!, -REFLECTION, reflected);
		const reflectedValue = evaluate(reflected);
		if (reflectedValue < values[best]!) {
			along(centre, reflected, EXPANSION, tried);
			const value = evaluate(tried);
			if (value < reflectedValue) replace(simplex, values, worst, tried, value);
			else replace(simplex, values, worst, reflected, reflectedValue);
			continue;
		}
		const isBetter = reflectedValue < values[worst]!;
		if (isBetter) replace(simplex, values, worst, reflected, reflectedValue);
		along(centre, simplex[worst]!, CONTRACTION, tried);
		const value = evaluate(tried);
		if (value < values[worst]!) {
			replace(simplex, values, worst, tried, value);
		} else if (!isBetter) {
			const shrunk = shrinkTowards(simplex, best);
			if (!(shrunk < size)) break;
			size = shrunk;
			for (let corner = 0; corner <= n; corner++) {
				if (corner !== best) values[corner] = evaluate(simplex[corner]!);
			}
		}
	}
	return { point: Float64Array.from(simplex[best]!), value: values[best]!, evaluations, converged };
}

/** The start and, along each axis, one corner a step away from it. */
function firstSimplex(start: ArrayLike<number>, step: NelderMeadOptions['step']): Float64Array[] {
	const widest = Array.from(start).reduce((most, value) => Math.max(most, Math.abs(value) / 10), 0);
	const standard = widest === 0 ? 0.1 : widest;
	const corners = [Float64Array.from(start)];
	for (let axis = 0; axis < start.length; axis++) {
		const corner = Float64Array.from(start);
		corner[axis]! += typeof step === 'object' ? step[axis]! : (step ?? standard);
		corners.push(corner);
	}
	return corners;
}

function isOutside(point: Float64Array, bounds: NonNullable<NelderMeadOptions['bounds']>): boolean {
	for (let axis = 0; axis < point.length; axis++) {
		if (point[axis]! < bounds.lower[axis]! || point[axis]! > bounds.upper[axis]!) return true;
	}
	return false;
}

function indexOfSmallest(values: Float64Array, preferred: number): number {
	let found = preferred;
	for (let index = 0; index < values.length; index++) if (values[index]! < values[found]!) found = index;
	return found;
}

function indexOfLargest(values: Float64Array): number {
	let found = 0;
	for (let index = 1; index < values.length; index++) if (values[index]! > values[found]!) found = index;
	return found;
}

function middleOf(simplex: readonly Float64Array[], middle: Float64Array): void {
	middle.fill(0);
	addCorners(simplex, middle);
	for (let axis = 0; axis < middle.length; axis++) middle[axis]! /= simplex.length;
}

/** The mean of all corners but one. */
function centreWithout(simplex: readonly Float64Array[], left: number, centre: Float64Array): void {
	const point = simplex[left]!;
	for (let axis = 0; axis < centre.length; axis++) centre[axis] = -point[axis]!;
	addCorners(simplex, centre);
	for (let axis = 0; axis < centre.length; axis++) centre[axis]! /= centre.length;
}

function addCorners(simplex: readonly Float64Array[], sum: Float64Array): void {
	for (const point of simplex) {
		for (let axis = 0; axis < sum.length; axis++) sum[axis]! += point[axis]!;
	}
}

/** The point `share` of the way from one point to another; beyond it for shares above 1, on the far side below 0. */
function along(from: Float64Array, to: Float64Array, share: number, result: Float64Array): void {
	for (let axis = 0; axis < from.length; axis++) result[axis] = (1 - share) * from[axis]! + share * to[axis]!;
}

function replace(
	simplex: readonly Float64Array[],
	values: Float64Array,
	corner: number,
	point: Float64Array,
	value: number,
): void {
	simplex[corner]!.set(point);
	values[corner] = value;
}

/** Halves every corner's way to the best one; gives the sum of the ways that are left. */
function shrinkTowards(simplex: readonly Float64Array[], best: number): number {
	const target = simplex[best]!;
	let size = 0;
	for (const point of simplex) {
		if (point === target) continue;
		for (let axis = 0; axis < point.length; axis++) {
			point[axis] = CONTRACTION * (point[axis]! - target[axis]!) + target[axis]!;
			size += Math.abs(point[axis]! - target[axis]!);
		}
	}
	return size;
}
