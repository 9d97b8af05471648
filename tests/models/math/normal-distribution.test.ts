import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalCdf, normalDensity, normalQuantile } from '#models/math/normal-distribution.ts';
import { examplesWith } from '../../support/example-file.ts';

const grid = join('special-functions', 'expected.json');
const folder = examplesWith(grid);

interface Grid {
	readonly erf: readonly (readonly [number, number])[];
	readonly normal_quantile: readonly (readonly [number, number])[];
}

const readGrid = (): Grid => JSON.parse(readFileSync(join(folder ?? '', grid), 'utf8')) as Grid;

test.skipIf(folder === null)('agrees with 40 digits of the error function to 1e-12', () => {
	for (const [x, erf] of readGrid().erf) {
		expect(Math.abs(2 * normalCdf(x * Math.SQRT2) - 1 - erf)).toBeLessThanOrEqual(1e-12);
	}
});

test.skipIf(folder === null)('agrees with 40 digits of the quantiles to 1e-9', () => {
	for (const [p, quantile] of readGrid().normal_quantile) {
		expect(Math.abs(normalQuantile(p) - quantile)).toBeLessThanOrEqual(1e-9);
	}
});

test('keeps its digits in the tails', () => {
	// erfc(-x / sqrt(2)) / 2 in C
	for (const [x, probability] of [
		[-3, 0.0013498980316300957],
		[-3.1, 0.0009676032132183562],
		[-10, 7.61985302416052e-24],
		[-37, 5.725571222524577e-300],
	] as const) {
		expect(Math.abs(normalCdf(x) / probability - 1)).toBeLessThan(1e-12);
	}
	expect(normalDensity(0)).toBeCloseTo(0.3989422804014327, 15);
	expect(normalDensity(2)).toBeCloseTo(0.05399096651318806, 15);
});

test('answers at the edges', () => {
	expect([normalCdf(-Infinity), normalCdf(Infinity), normalCdf(0)]).toEqual([0, 1, 0.5]);
	expect([normalQuantile(0), normalQuantile(1)]).toEqual([-Infinity, Infinity]);
	expect(normalQuantile(0.5)).toBeCloseTo(0, 12);
	for (const value of [normalQuantile(-0.1), normalQuantile(1.1), normalQuantile(Number.NaN), normalCdf(Number.NaN)]) {
		expect(value).toBeNaN();
	}
});

test('is its own inverse, symmetric and rising', () => {
	fc.assert(
		fc.property(fc.double({ min: 1e-300, max: 0.5, noNaN: true }), (p) => {
			const x = normalQuantile(p);
			expect(Math.abs(normalCdf(x) / p - 1)).toBeLessThan(1e-9);
			expect(normalCdf(-x)).toBeCloseTo(1 - p, 12);
			expect(normalQuantile(p * 0.99)).toBeLessThan(x);
		}),
	);
});
