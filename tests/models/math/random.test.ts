import { expect, test } from 'vitest';
import { createRandom } from '#models/math/random.ts';
import type { Random } from '#models/math/random.ts';

const DRAWS = 40_000;

function momentsOf(draw: (random: Random) => number) {
	const random = createRandom(20260117);
	const values = Float64Array.from({ length: DRAWS }, () => draw(random));
	const mean = values.reduce((sum, value) => sum + value, 0) / DRAWS;
	const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / DRAWS;
	return { mean, variance };
}

// Mean and variance of each distribution as in Johnson, Kotz & Kemp. Both ways of drawing counts (one by one, and halving)
// and both ranges of the Gamma's shape are met.
test.each([
	['uniform', (random: Random) => random.uniform(), 0.5, 1 / 12],
	['normal', (random: Random) => random.normal(), 0, 1],
	['exponential(4)', (random: Random) => random.exponential(4), 0.25, 1 / 16],
	['gamma(0.3, 2)', (random: Random) => random.gamma(0.3, 2), 0.15, 0.075],
	['gamma(7, 0.5)', (random: Random) => random.gamma(7, 0.5), 14, 28],
	['beta(0.8, 2.4)', (random: Random) => random.beta(0.8, 2.4), 0.25, 0.1875 / 4.2],
	['binomial(9, 0.3)', (random: Random) => random.binomial(9, 0.3), 2.7, 1.89],
	['binomial(400, 0.7)', (random: Random) => random.binomial(400, 0.7), 280, 84],
	['poisson(3.5)', (random: Random) => random.poisson(3.5), 3.5, 3.5],
	['poisson(250)', (random: Random) => random.poisson(250), 250, 250],
] as const)('%s has its mean and variance', (_name, draw, mean, variance) => {
	const received = momentsOf(draw);
	// Four standard errors of the mean; the variance's own depends on the fourth moment: a generous 8 %.
	expect(Math.abs(received.mean - mean)).toBeLessThan(4 * Math.sqrt(variance / DRAWS));
	expect(Math.abs(received.variance / variance - 1)).toBeLessThan(0.08);
});

test('gives the same numbers for the same seed and others for another', () => {
	const first = createRandom(7);
	const second = createRandom(7);
	const other = createRandom(8);
	const draws = Array.from({ length: 5 }, () => first.gamma(0.7, 1));
	expect(draws).toEqual(Array.from({ length: 5 }, () => second.gamma(0.7, 1)));
	expect(draws).not.toEqual(Array.from({ length: 5 }, () => other.gamma(0.7, 1)));
});

test('a Beta with almost nothing in it is one of its ends, in the share of its mean', () => {
	const random = createRandom(3);
	let ones = 0;
	for (let draw = 0; draw < 4000; draw += 1) {
		const value = random.beta(1e-9, 3e-9);
		expect(value).not.toBeNaN();
		if (value > 0.5) ones += 1;
	}
	expect(ones / 4000).toBeCloseTo(0.25, 1);
});
