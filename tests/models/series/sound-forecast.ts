import fc from 'fast-check';
import { expect } from 'vitest';
import type { Forecast } from '#models/series/forecast.ts';

const value = fc.oneof(
	{ weight: 300, arbitrary: fc.double({ min: -1000, max: 1000, noNaN: true }) },
	{ weight: 300, arbitrary: fc.integer({ min: 0, max: 5 }) },
	{ weight: 50, arbitrary: fc.constantFrom(0, 1e-8, 1e12, -1e12, 1e99, Number.NaN, null) },
	{ weight: 1, arbitrary: fc.constantFrom(Infinity, 1e-200, 1e300) },
);

/** Walks, levels, lines, counts, constants, zeros, spikes and gaps, some of them at odd sizes. */
export const SERIES: fc.Arbitrary<readonly (number | null)[]> = fc.oneof(
	fc.array(value, { maxLength: 60 }),
	fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 5, maxLength: 60 }),
	fc.array(fc.double({ min: 0.1, max: 10, noNaN: true }), { minLength: 20, maxLength: 60 }),
	fc
		.tuple(fc.double({ min: -5, max: 5, noNaN: true }), fc.constantFrom(1e-90, 1e-6, 1, 1e6, 1e90), fc.nat(50))
		.map(([slope, unit, n]) => Array.from({ length: n }, (_, t) => unit * (40 + slope * t + ((t * 7919) % 13)))),
);

/** Finite means and bounds at every step, ordered, the wider levels around the narrower ones; words for why. */
export function expectSoundSteps({ steps, spec, reason }: Forecast, horizon: number): void {
	expect(steps).toHaveLength(horizon);
	expect(spec).not.toBe('');
	expect(reason).not.toBe('');
	for (const { mean, intervals } of steps) {
		expect(Number.isFinite(mean)).toBe(true);
		const byWidth = intervals.toSorted((a, b) => a.level - b.level);
		let [lower, upper] = [mean, mean];
		for (const interval of byWidth) {
			expect(Number.isFinite(interval.lower) && Number.isFinite(interval.upper)).toBe(true);
			expect(interval.lower).toBeLessThanOrEqual(lower);
			expect(interval.upper).toBeGreaterThanOrEqual(upper);
			[lower, upper] = [interval.lower, interval.upper];
		}
	}
}
