import fc from 'fast-check';
import { expect, test } from 'vitest';
import { minimise } from '#models/math/nelder-mead.ts';
import { ModelError } from '#models/model-error.ts';

/** Rosenbrock, Computer Journal 3, 1960: a bent valley with its lowest point at (1, 1). */
const valley = ([x = 0, y = 0]: Float64Array): number => (1 - x) ** 2 + 100 * (y - x * x) ** 2;

/** Powell, Computer Journal 5, 1962: lowest at the origin, where its second derivatives vanish. */
const powell = ([a = 0, b = 0, c = 0, d = 0]: Float64Array): number =>
	(a + 10 * b) ** 2 + 5 * (c - d) ** 2 + (b - 2 * c) ** 4 + 10 * (a - d) ** 4;

test('finds the lowest point of a bent valley', () => {
	const found = minimise(valley, [-1.2, 1]);
	expect(found.converged).toBe(true);
	expect(found.point[0]).toBeCloseTo(1, 2);
	expect(found.point[1]).toBeCloseTo(1, 2);
	expect(found.value).toBe(valley(found.point));
});

test("goes the way of R's optim, which needs 195 evaluations in the valley from (-1.2, 1)", () => {
	// `example(optim)` in R: par 1.000260 1.000506, value 8.825241e-08, counts 195
	const found = minimise(valley, [-1.2, 1], { tolerance: Math.sqrt(Number.EPSILON), maxEvaluations: 500 });
	expect(found.evaluations).toBe(195 + 1);
	expect(found.value).toBeCloseTo(8.825241e-8, 13);
	expect(found.point[0]).toBeCloseTo(1.00026, 6);
	expect(found.point[1]).toBeCloseTo(1.000506, 6);
});

test('finds the lowest point in four dimensions with steps of their own', () => {
	const found = minimise(powell, [3, -1, 0, 1], { step: [0.5, 0.5, -0.5, 0.5], tolerance: 1e-14 });
	expect(found.value).toBeLessThan(1e-6);
	for (const coordinate of found.point) expect(coordinate).toBeCloseTo(0, 1);
});

test('finds the minimum of one variable and of one with a kink', () => {
	expect(minimise(([x = 0]) => (x - 3) ** 2, [0]).point[0]).toBeCloseTo(3, 3);
	expect(minimise(([x = 0]) => Math.abs(x + 2), [0], { step: 1 }).point[0]).toBeCloseTo(-2, 6);
});

test('does not take two equally high corners for the end', () => {
	expect(minimise(([x = 0]) => (x - 3) ** 2, [2.5], { step: 1 }).point[0]).toBeCloseTo(3, 3);
});

test('stays within its bounds and never asks outside of them', () => {
	const asked: number[] = [];
	const bounds = { lower: [0, 0], upper: [0.5, 2] };
	const found = minimise(
		(point) => {
			asked.push(point[0] ?? Number.NaN);
			return valley(point);
		},
		[0.2, 0.3],
		{ bounds, maxEvaluations: 5000 },
	);
	expect(Math.max(...asked)).toBeLessThanOrEqual(0.5);
	expect(Math.min(...asked)).toBeGreaterThanOrEqual(0);
	expect(found.point[0]).toBeCloseTo(0.5, 2);
	expect(found.point[1]).toBeCloseTo(0.25, 2);
});

test('passes around regions without a value', () => {
	const found = minimise(([x = 0]) => (x < 1 ? Number.NaN : (x - 1.5) ** 2), [4]);
	expect(found.point[0]).toBeCloseTo(1.5, 3);
});

test('says so when the evaluations run out', () => {
	const found = minimise(valley, [-1.2, 1], { maxEvaluations: 20 });
	expect(found.converged).toBe(false);
	expect(found.evaluations).toBeLessThanOrEqual(24);
	expect(found.value).toBeLessThanOrEqual(valley(Float64Array.of(-1.2, 1)));
});

test('refuses a start without a value, out of bounds or without coordinates', () => {
	expect(() => minimise(() => Number.NaN, [1, 2])).toThrow(ModelError);
	expect(() => minimise(valley, [9, 9], { bounds: { lower: [0, 0], upper: [1, 1] } })).toThrow(
		'a search needs a start with a finite value, received [9, 9]',
	);
	expect(() => minimise(() => 0, [])).toThrow(ModelError);
});

test('never ends above its start, and finds every bowl', () => {
	const coordinate = fc.double({ min: -100, max: 100, noNaN: true });
	fc.assert(
		fc.property(fc.array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 4 }), (pairs) => {
			const bowl = (point: Float64Array): number =>
				pairs.reduce((sum, [target], axis) => sum + (axis + 1) * ((point[axis] ?? Number.NaN) - target) ** 2, 0);
			const start = pairs.map(([, from]) => from);
			const found = minimise(bowl, start, { tolerance: 1e-12, step: 1, maxEvaluations: 20_000 });
			expect(found.value).toBeLessThanOrEqual(bowl(Float64Array.from(start)));
			expect(found.value).toBeLessThan(1e-3);
		}),
		{ numRuns: 100 },
	);
});
