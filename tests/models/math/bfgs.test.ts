import fc from 'fast-check';
import { expect, test } from 'vitest';
import { minimiseWithGradient } from '#models/math/bfgs.ts';
import type { Objective } from '#models/math/bfgs.ts';

/** Rosenbrock's valley (Computer Journal 3, 1960), minimum 0 at (1, 1). */
const rosenbrock: Objective = ([x = 0, y = 0], gradient) => {
	gradient[0] = -2 * (1 - x) - 400 * x * (y - x * x);
	gradient[1] = 200 * (y - x * x);
	return (1 - x) ** 2 + 100 * (y - x * x) ** 2;
};

test('follows a bent valley to its end', () => {
	const minimum = minimiseWithGradient(rosenbrock, [-1.2, 1], { bound: 30 });
	expect(minimum.converged).toBe(true);
	expect(minimum.point[0]).toBeCloseTo(1, 7);
	expect(minimum.point[1]).toBeCloseTo(1, 7);
	expect(minimum.evaluations).toBeLessThan(100);
});

test('rests against the wall of the box and still finds the best of the other coordinates', () => {
	// (x - 5)² + (y - x/2)² with x held at 2: y = 1.
	const objective: Objective = ([x = 0, y = 0], gradient) => {
		gradient[0] = 2 * (x - 5) - (y - x / 2);
		gradient[1] = 2 * (y - x / 2);
		return (x - 5) ** 2 + (y - x / 2) ** 2;
	};
	const minimum = minimiseWithGradient(objective, [0, 0], { bound: 2 });
	expect(minimum.converged).toBe(true);
	expect(minimum.point[0]).toBe(2);
	// Values near 9 are told apart to 1e-15, so places to its root.
	expect(minimum.point[1]).toBeCloseTo(1, 6);
});

test('takes a step back from where the function is not finite', () => {
	const objective: Objective = ([x = 0], gradient) => {
		gradient[0] = 1 - 1 / x;
		return x - Math.log(x);
	};
	const minimum = minimiseWithGradient(objective, [0.01], { bound: 1000 });
	expect(minimum.point[0]).toBeCloseTo(1, 7);
});

test('finds the minimum of any convex quadratic in three dimensions', () => {
	const scale = fc.double({ min: 0.01, max: 100, noNaN: true });
	const place = fc.double({ min: -20, max: 20, noNaN: true });
	fc.assert(
		fc.property(fc.tuple(scale, scale, scale), fc.tuple(place, place, place), (scales, centre) => {
			const objective: Objective = (point, gradient) => {
				let value = 0;
				for (const [axis, at] of point.entries()) {
					const distance = at - (centre[axis] ?? 0);
					gradient[axis] = 2 * (scales[axis] ?? 0) * distance;
					value += (scales[axis] ?? 0) * distance ** 2;
				}
				return value;
			};
			const minimum = minimiseWithGradient(objective, [0, 0, 0], { bound: 30 });
			expect(minimum.converged).toBe(true);
			for (const [axis, at] of minimum.point.entries()) expect(at).toBeCloseTo(centre[axis] ?? 0, 5);
		}),
		{ numRuns: 200 },
	);
});

test('says that it has not converged when its steps are used up', () => {
	expect(minimiseWithGradient(rosenbrock, [-1.2, 1], { bound: 30, maxSteps: 3 }).converged).toBe(false);
});

test('refuses a start without a finite value', () => {
	expect(() => minimiseWithGradient(() => Number.NaN, [0], { bound: 1 })).toThrow(
		'a search needs a start with a finite value, received NaN',
	);
});
