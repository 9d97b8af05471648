import fc from 'fast-check';
import { expect, test } from 'vitest';
import { logHypergeometric } from '#models/math/log-hypergeometric.ts';
import { logIntegral } from '#models/math/log-integral.ts';
import { logTricomi } from '#models/math/log-tricomi.ts';
import { logRising, logRisingDerivative } from '#models/math/rising-factorial.ts';

test('an integral over the line is known to twelve digits', () => {
	const range = { from: -9, leftRate: 18, to: 9, rightRate: 18, step: 0.5 };
	expect(logIntegral((u) => -u * u, range)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 12);
});

test('2F1 is the same on either side of where its method changes', () => {
	// 2F1(1, 1; 2; z) = -ln(1 - z) / z (NIST DLMF 15.4.1).
	for (const z of [0.1, 0.5, 0.97999, 0.98001, 0.999999, 1 - 1e-12]) {
		expect(logHypergeometric(1, 1, 2, z) / Math.log(-Math.log1p(-z) / z)).toBeCloseTo(1, 11);
	}
	expect(() => logHypergeometric(1, 1, -1, 0.5)).toThrow('2F1 is computed for a, b, c > 0 and 0 <= z < 1');
	expect(() => logHypergeometric(1, 1, 2, 1)).toThrow('received 1, 1, 2, 1');
});

test('2F1 meets its contiguous relation', () => {
	// (c - 1) F(c-) - ... : (b - a) F = b F(b+) - a F(a+) (NIST DLMF 15.5.12).
	const positive = fc.double({ min: 0.05, max: 60, noNaN: true });
	fc.assert(
		fc.property(positive, positive, positive, fc.double({ min: 0, max: 0.995, noNaN: true }), (a, b, c, z) => {
			fc.pre(z <= 0.98 || c > Math.min(a, b) + 1.1);
			const middle = logHypergeometric(a, b, c, z);
			const right = b * Math.exp(logHypergeometric(a, b + 1, c, z) - middle);
			const left = a * Math.exp(logHypergeometric(a + 1, b, c, z) - middle);
			expect(Math.abs(right - left - (b - a))).toBeLessThan(1e-9 * (left + right + Math.abs(b - a)));
		}),
		{ numRuns: 300 },
	);
});

test('U(a, a + 1, z) is a power of z', () => {
	for (const z of [1e-3, 0.5, 4, 300]) expect(logTricomi(1.7, 2.7, z)).toBeCloseTo(-1.7 * Math.log(z), 10);
	expect(() => logTricomi(0, 1, 1)).toThrow('U is computed for a, z > 0');
});

test('rising factorials agree on either side of where their method changes, and bear any size', () => {
	for (const a of [1e-6, 0.3, 4, 1e5, 1e12]) {
		for (const n of [1, 32, 33, 700]) {
			let logSum = 0;
			let derivative = 0;
			for (let k = 0; k < n; k += 1) {
				logSum += Math.log(a + k);
				derivative += 1 / (a + k);
			}
			expect(logRising(a, n) / logSum).toBeCloseTo(1, 11);
			expect(logRisingDerivative(a, n) / derivative).toBeCloseTo(1, a > 1e6 ? 2 : 9);
		}
	}
	expect(logRising(2, 0)).toBe(0);
});
