import { describe, expect, test } from 'vitest';
import {
	createRandom,
	cumulate,
	exponential,
	gamma,
	indexAbove,
	itemAt,
	normal,
	pick,
	pickCumulative,
	poisson,
	wholeBelow,
} from '#demo/random.ts';
import type { Random } from '#demo/random.ts';

const DRAWS = 40_000;

function draws(draw: (random: Random) => number): number[] {
	const random = createRandom(11, 'orders', 3);
	return Array.from({ length: DRAWS }, () => draw(random));
}

function meanOf(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function varianceOf(values: readonly number[]): number {
	const mean = meanOf(values);
	return meanOf(values.map((value) => (value - mean) ** 2));
}

describe('streams', () => {
	const start = (random: Random): number[] => Array.from({ length: 4 }, () => random.uniform());

	test('the same seed, purpose and index give the same numbers', () => {
		expect(start(createRandom(1, 'buyer', 5))).toEqual(start(createRandom(1, 'buyer', 5)));
	});

	test('another seed, purpose or index gives other numbers', () => {
		const base = start(createRandom(1, 'buyer', 5));
		expect(start(createRandom(2, 'buyer', 5))).not.toEqual(base);
		expect(start(createRandom(1, 'person', 5))).not.toEqual(base);
		expect(start(createRandom(1, 'buyer', 6))).not.toEqual(base);
	});

	test('the first numbers of neighbouring indexes are unrelated', () => {
		const firsts = Array.from({ length: DRAWS }, (_, index) => createRandom(1, 'buyer', index).uniform());
		const centred = firsts.map((value) => value - 0.5);
		const products = centred.slice(1).map((value, index) => value * (centred[index] ?? 0));
		// The correlation of n unrelated numbers has a standard deviation of 1 / sqrt(n); four of them.
		expect(Math.abs(meanOf(products) * 12)).toBeLessThan(4 / Math.sqrt(DRAWS));
	});
});

/** Means of n draws lie within four standard errors, which one in 16,000 sequences would not: the seed is fixed. */
describe.each([
	['uniform', (random: Random) => random.uniform(), 1 / 2, 1 / 12],
	['exponential of rate 4', (random: Random) => exponential(random, 4), 1 / 4, 1 / 16],
	['normal', normal, 0, 1],
	['gamma of shape 2.5 and rate 5', (random: Random) => gamma(random, 2.5, 5), 0.5, 0.1],
	['gamma of shape 0.4 and rate 2', (random: Random) => gamma(random, 0.4, 2), 0.2, 0.1],
	['poisson of mean 3', (random: Random) => poisson(random, 3), 3, 3],
	['whole below 10', (random: Random) => wholeBelow(random, 10), 4.5, 8.25],
])('%s', (_, draw, mean, variance) => {
	const values = draws(draw);

	test('has the mean of its law', () => {
		expect(Math.abs(meanOf(values) - mean)).toBeLessThan(4 * Math.sqrt(variance / DRAWS));
	});

	test('has the variance of its law', () => {
		// Within 8 %: the heaviest tail here (gamma of shape 0.4, kurtosis 18) has a relative error of sqrt(17 / n) = 2 %.
		expect(Math.abs(varianceOf(values) / variance - 1)).toBeLessThan(0.08);
	});
});

test('a gamma of shape 1 is exponential, all along its curve', () => {
	const sorted = draws((random) => gamma(random, 1, 1)).sort((one, other) => one - other);
	const gaps = sorted.map((value, index) => Math.abs(1 - Math.exp(-value) - (index + 0.5) / DRAWS));
	// Kolmogorov and Smirnov: 1.95 / sqrt(n) is exceeded by one sequence in 1,000.
	expect(Math.max(...gaps)).toBeLessThan(1.95 / Math.sqrt(DRAWS));
});

test('running sums find the index whose share a value falls into', () => {
	const sums = cumulate([1, 0, 3]);
	expect([...sums]).toEqual([1, 1, 4]);
	expect([0, 0.99, 1, 3.99, 4].map((value) => indexAbove(sums, value))).toEqual([0, 0, 2, 2, 2]);
});

test('picks by weight, and never what has none', () => {
	const picked = draws((random) => pickCumulative(random, cumulate([1, 0, 3])));
	expect(new Set(picked)).toEqual(new Set([0, 2]));
	// A share of 0.75 over 40,000 draws has a standard error of 0.0022.
	expect(meanOf(picked.map((index) => Number(index === 2)))).toBeCloseTo(0.75, 1.7);
});

test('an item that is not there is an error, not undefined', () => {
	expect(itemAt(['a', 'b'], 1)).toBe('b');
	expect(() => itemAt(['a'], 1)).toThrow(new RangeError('no item 1 among 1'));
	expect(() => pick(createRandom(1, 'buyer'), [])).toThrow(RangeError);
});
