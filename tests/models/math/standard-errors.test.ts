import { expect, test } from 'vitest';
import type { Objective } from '#models/math/bfgs.ts';
import { numericHessian, standardErrors } from '#models/math/standard-errors.ts';

test('gives the textbook errors of the mean and the log deviation of a normal sample', () => {
	// n = 50 with mean 3 and standard deviation 2: sd / √n for the mean, 1 / √(2n) for ln sd (Pawitan, In All Likelihood, 2.6).
	const n = 50;
	const negativeLogLikelihood: Objective = ([mean = 0, logSd = 0], gradient) => {
		const precision = Math.exp(-2 * logSd);
		const squares = n * (4 + (mean - 3) ** 2);
		gradient[0] = n * (mean - 3) * precision;
		gradient[1] = n - squares * precision;
		return n * logSd + (squares * precision) / 2;
	};
	const errors = standardErrors(negativeLogLikelihood, Float64Array.of(3, Math.log(2)));
	expect(errors?.[0]).toBeCloseTo(2 / Math.sqrt(50), 7);
	expect(errors?.[1]).toBeCloseTo(0.1, 7);
});

test('gives the mixed second derivatives of a bent function', () => {
	// f = x² y + sin y at (1, 2): fxx = 2y, fxy = 2x, fyy = -sin y.
	const f: Objective = ([x = 0, y = 0], gradient) => {
		gradient[0] = 2 * x * y;
		gradient[1] = x * x + Math.cos(y);
		return x * x * y + Math.sin(y);
	};
	const hessian = numericHessian(f, Float64Array.of(1, 2));
	for (const [index, expected] of [4, 2, 2, -Math.sin(2)].entries()) expect(hessian[index]).toBeCloseTo(expected, 6);
});

test('has no errors to give where a direction is flat', () => {
	const flat: Objective = ([x = 0], gradient) => {
		gradient[0] = 2 * x;
		gradient[1] = 0;
		return x * x;
	};
	expect(standardErrors(flat, Float64Array.of(0, 0))).toBeNull();
});
