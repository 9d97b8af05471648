/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is bounded by the loop that makes it */
import { ModelError } from '../model-error.ts';

/** Gives the value at a point and writes the gradient there into `gradient`. Must not keep or change the point. */
export type Objective = (point: Float64Array, gradient: Float64Array) => number;

export interface BfgsOptions {
	/** No coordinate leaves -bound to bound. */
	readonly bound: number;
	/** Stop when no coordinate of the gradient (of those free to move) is larger; 1e-8 without it. */
	readonly gradientTolerance?: number;
	/** Stop when a step improves the value by at most this; 0 without it. */
	readonly valueTolerance?: number;
	/** Give up after so many steps; 300 without it. */
	readonly maxSteps?: number;
}

export interface BfgsMinimum {
	readonly point: Float64Array;
	readonly value: number;
	readonly evaluations: number;
	/** A tolerance was met, or no smaller value can be told apart by double precision. */
	readonly converged: boolean;
}

/** Wolfe's conditions: the share of the promised decrease that is asked for, and of the slope that may be left. */
const DECREASE = 1e-4;
const CURVATURE = 0.9;
const MAX_TRIALS = 60;

interface Place {
	readonly point: Float64Array;
	readonly gradient: Float64Array;
	value: number;
}

/**
 * Minimises a smooth function by the BFGS quasi-Newton method (Nocedal & Wright, Numerical Optimization, 2006, algorithm
 * 6.1) with a line search by bisection for the weak Wolfe conditions (Lewis & Overton, Math. Programming 141, 2013), inside
 * a box: coordinates that the gradient pushes against its wall rest. Points where the function is not finite count as too
 * far away.
 * @throws ModelError (input) when the start has no finite value
 * @example
 * const objective = ([x = 0], gradient) => { gradient[0] = 2 * (x - 3); return (x - 3) ** 2; };
 * minimiseWithGradient(objective, [0], { bound: 30 }).point // [3]
 */
export function minimiseWithGradient(f: Objective, start: ArrayLike<number>, options: BfgsOptions): BfgsMinimum {
	const { bound, gradientTolerance = 1e-8, valueTolerance = 0, maxSteps = 300 } = options;
	const size = start.length;
	let here = placeAt(Float64Array.from(start), size);
	let next = placeAt(new Float64Array(size), size);
	here.value = f(here.point, here.gradient);
	if (!Number.isFinite(here.value)) {
		throw new ModelError('input', `a search needs a start with a finite value, received ${here.value}`);
	}
	let inverse = identity(size);
	let isFresh = true;
	const direction = new Float64Array(size);
	let evaluations = 1;

	for (let step = 0; step < maxSteps; step += 1) {
		if (largestFree(here, bound) <= gradientTolerance) return minimumAt(here, evaluations, true);
		if (!descend(inverse, here, bound, direction)) {
			inverse = identity(size);
			descend(inverse, here, bound, direction);
		}
		const search = searchLine(f, here, direction, bound, next);
		evaluations += search.evaluations;
		if (!search.found) {
			// Along the gradient itself nothing smaller is left; along another direction try that first.
			if (isFresh) return minimumAt(here, evaluations, true);
			inverse = identity(size);
			isFresh = true;
			continue;
		}
		const improvement = here.value - next.value;
		updateInverse(inverse, here, next, isFresh);
		isFresh = false;
		[here, next] = [next, here];
		if (improvement <= valueTolerance) return minimumAt(here, evaluations, true);
	}
	return minimumAt(here, evaluations, false);
}

function placeAt(point: Float64Array, size: number): Place {
	return { point, gradient: new Float64Array(size), value: Infinity };
}

function minimumAt(place: Place, evaluations: number, converged: boolean): BfgsMinimum {
	return { point: place.point, value: place.value, evaluations, converged };
}

function identity(size: number): Float64Array {
	const matrix = new Float64Array(size * size);
	for (let row = 0; row < size; row += 1) matrix[row * size + row] = 1;
	return matrix;
}

/** A coordinate at its wall whose value would fall further only outside. */
function isHeld(place: Place, axis: number, bound: number): boolean {
	const slope = place.gradient[axis]!;
	return (place.point[axis]! >= bound && slope < 0) || (place.point[axis]! <= -bound && slope > 0);
}

function largestFree(place: Place, bound: number): number {
	let largest = 0;
	for (let axis = 0; axis < place.point.length; axis += 1) {
		if (!isHeld(place, axis, bound)) largest = Math.max(largest, Math.abs(place.gradient[axis]!));
	}
	return largest;
}

/** Writes -H g over the free coordinates; false when that does not lead downhill. */
function descend(inverse: Float64Array, here: Place, bound: number, direction: Float64Array): boolean {
	const size = direction.length;
	let slope = 0;
	for (let row = 0; row < size; row += 1) {
		direction[row] = 0;
		if (isHeld(here, row, bound)) continue;
		for (let column = 0; column < size; column += 1) {
			if (!isHeld(here, column, bound)) direction[row]! -= inverse[row * size + column]! * here.gradient[column]!;
		}
		slope += direction[row]! * here.gradient[row]!;
	}
	return slope < 0;
}

/** Finds a next place along the direction; its point, gradient and value are written into `next`. */
function searchLine(f: Objective, here: Place, direction: Float64Array, bound: number, next: Place) {
	const slope = dot(direction, here.gradient);
	let shortest = 0;
	let longest = Infinity;
	let length = 1;
	let evaluations = 0;
	while (evaluations < MAX_TRIALS && (longest === Infinity || longest - shortest > 1e-12 * longest)) {
		const isWhole = moveAlong(here.point, direction, length, bound, next.point);
		next.value = f(next.point, next.gradient);
		evaluations += 1;
		const isLower = next.value <= here.value + DECREASE * length * slope && next.value < here.value;
		if (!isLower) longest = length;
		else if (isWhole && dot(direction, next.gradient) < CURVATURE * slope) shortest = length;
		else return { found: true, evaluations };
		length = longest === Infinity ? 2 * length : (shortest + longest) / 2;
	}
	if (shortest === 0) return { found: false, evaluations };
	moveAlong(here.point, direction, shortest, bound, next.point);
	next.value = f(next.point, next.gradient);
	return { found: true, evaluations: evaluations + 1 };
}

/** Writes the point so far along the direction, held inside the box; false when the box shortened the way. */
function moveAlong(
	from: Float64Array,
	direction: Float64Array,
	length: number,
	bound: number,
	to: Float64Array,
): boolean {
	let isWhole = true;
	for (let axis = 0; axis < from.length; axis += 1) {
		const wanted = from[axis]! + length * direction[axis]!;
		const allowed = Math.min(bound, Math.max(-bound, wanted));
		if (allowed !== wanted) isWhole = false;
		to[axis] = allowed;
	}
	return isWhole;
}

/** H ← (I - ρ s yᵀ) H (I - ρ y sᵀ) + ρ s sᵀ, the identity first scaled to the curvature that was met (6.20, 6.17). */
function updateInverse(inverse: Float64Array, here: Place, next: Place, isFresh: boolean): void {
	const size = here.point.length;
	const s = next.point.map((value, axis) => value - here.point[axis]!);
	const y = next.gradient.map((value, axis) => value - here.gradient[axis]!);
	const sy = dot(s, y);
	if (!(sy > 1e-14 * Math.sqrt(dot(s, s) * dot(y, y)))) return;
	if (isFresh) {
		const scale = sy / dot(y, y);
		for (let row = 0; row < size; row += 1) inverse[row * size + row] = scale;
	}
	const hy = new Float64Array(size);
	for (let row = 0; row < size; row += 1) {
		for (let column = 0; column < size; column += 1) hy[row]! += inverse[row * size + column]! * y[column]!;
	}
	const curvature = (1 + dot(y, hy) / sy) / sy;
	for (let row = 0; row < size; row += 1) {
		for (let column = 0; column < size; column += 1) {
			inverse[row * size + column]! +=
				curvature * s[row]! * s[column]! - (hy[row]! * s[column]! + s[row]! * hy[column]!) / sy;
		}
	}
}

function dot(first: Float64Array, second: Float64Array): number {
	let sum = 0;
	for (let axis = 0; axis < first.length; axis += 1) sum += first[axis]! * second[axis]!;
	return sum;
}
