import fc from 'fast-check';
import { expect, it } from 'vitest';
import { wilsonInterval } from '#models/math/wilson-interval.ts';

// Newcombe, Statistics in Medicine 17, 1998, 857-872, table I, method 3 (score without correction).
it.each([
	[81, 263, 0.2553, 0.3662],
	[15, 148, 0.0624, 0.1605],
	[0, 20, 0, 0.1611],
	[1, 29, 0.0061, 0.1718],
])('agrees with the printed interval of %d in %d', (successes, trials, lower, upper) => {
	const interval = wilsonInterval(successes, trials);
	expect(interval.lower).toBeCloseTo(lower, 4);
	expect(interval.upper).toBeCloseTo(upper, 4);
});

it('knows nothing without trials', () => {
	expect(wilsonInterval(0, 0)).toEqual({ lower: 0, upper: 1 });
});

it('holds the share, within 0 and 1', () => {
	fc.assert(
		fc.property(fc.integer({ min: 1, max: 1e6 }), fc.double({ min: 0, max: 1, noNaN: true }), (trials, part) => {
			const successes = Math.round(trials * part);
			const { lower, upper } = wilsonInterval(successes, trials);
			expect(lower).toBeGreaterThanOrEqual(0);
			expect(upper).toBeLessThanOrEqual(1);
			expect(lower).toBeLessThanOrEqual(successes / trials + 1e-12);
			expect(upper).toBeGreaterThanOrEqual(successes / trials - 1e-12);
		}),
	);
});
