import { expect, test } from 'vitest';
import type { Objective } from '#models/math/bfgs.ts';
import { maximiseLikelihood, parameterErrors } from '#models/math/maximum-likelihood.ts';

/** 200 waiting times of mean 4: L = 200 ln rate - 800 rate, highest at rate 1/4 with the error rate / √200. */
const exponential: Objective = ([logRate = 0], gradient) => {
	const rate = Math.exp(logRate);
	gradient[0] = 800 * rate - 200;
	return 800 * rate - 200 * logRate;
};

test('finds the rate of waiting times and its error', () => {
	const maximum = maximiseLikelihood(exponential, [[1]], 200);
	expect(maximum.parameters[0]).toBeCloseTo(0.25, 6);
	expect(maximum.logLikelihood).toBeCloseTo(200 * Math.log(0.25) - 200, 8);
	expect(maximum.converged).toBe(true);
	expect(parameterErrors(exponential, maximum.point)?.[0]).toBeCloseTo(0.25 / Math.sqrt(200), 6);
});

test('takes the higher of two peaks when a start lies near each', () => {
	// -((u - 1)² - 1)² + u / 10 has peaks near u = 0 and, higher, near u = 2.
	const peaks: Objective = ([u = 0], gradient) => {
		gradient[0] = 4 * ((u - 1) ** 2 - 1) * (u - 1) - 0.1;
		return ((u - 1) ** 2 - 1) ** 2 - u / 10;
	};
	expect(maximiseLikelihood(peaks, [[0.9]], 1).point[0]).toBeCloseTo(0, 1);
	expect(maximiseLikelihood(peaks, [[0.9], [9]], 1).point[0]).toBeCloseTo(2, 1);
});

test('says by how much a simplex improved on a gradient that leads astray', () => {
	const wrong: Objective = ([u = 0], gradient) => {
		gradient[0] = 0;
		return 100 * (u - 1) ** 2;
	};
	const maximum = maximiseLikelihood(wrong, [[1]], 1);
	expect(maximum.polishedBy).toBeCloseTo(100, 3);
	expect(maximum.point[0]).toBeCloseTo(1, 3);
});
