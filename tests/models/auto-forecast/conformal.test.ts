import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseWidths, conformalQuantile } from '#models/auto-forecast/conformal.ts';
import { createRandom } from '#models/math/random.ts';

const upTo = (n: number): number[] => Array.from({ length: n }, (_, index) => (index + 1) / 10);

test('takes the error of rank ceil((n + 1) level)', () => {
	expect(conformalQuantile([1, 2, 3, 4], 80)).toBe(4);
	expect(conformalQuantile([1, 2, 3], 80)).toBeNull();
	expect(conformalQuantile(upTo(19), 95)).toBe(1.9);
	expect(conformalQuantile(upTo(18), 95)).toBeNull();
	expect(conformalQuantile(upTo(99), 50)).toBe(5);
	expect(conformalQuantile([], 50)).toBeNull();
});

test('holds its level for errors of one kind, whatever their distribution', () => {
	const random = createRandom(11);
	let inside = 0;
	for (let trial = 0; trial < 4000; trial++) {
		const errors = Float64Array.from({ length: 24 }, () => random.exponential(1) ** 2).sort();
		if (random.exponential(1) ** 2 <= (conformalQuantile(errors, 80) ?? 0)) inside += 1;
	}
	// exactly 80 % in expectation (rank 20 of 25 places); standard error .6 %
	expect(Math.abs(inside / 4000 - 0.8)).toBeLessThan(0.02);
});

test('stays with the model for too few errors', () => {
	const { widths, source } = chooseWidths([80, 95], upTo(18), null);
	expect(source).toBe('model');
	expect(widths).toEqual([expect.closeTo(1.28155, 5), expect.closeTo(1.95996, 5)]);
	expect(chooseWidths([80], upTo(18), null).source).toBe('conformal');
});

test('widens by own errors, and never narrows', () => {
	expect(chooseWidths([80, 95], upTo(39), null)).toEqual({ source: 'conformal', widths: [3.2, 3.8] });
	expect(chooseWidths([80], new Array<number>(19).fill(0.1), null).widths[0]).toBeCloseTo(1.28155, 5);
});

test('takes two thirds from the pool and a third from its own errors', () => {
	const pool = { season: 12, series: 5, errors: upTo(99).map((error) => error / 2) };
	const { widths, source } = chooseWidths([80], upTo(39), pool);
	expect(source).toBe('pooled');
	expect(widths[0]).toBeCloseTo((2 / 3) * 4 + (1 / 3) * 3.2, 12);
	expect(chooseWidths([80], [], pool).widths[0]).toBeCloseTo(4, 12);
	expect(chooseWidths([80], [], { ...pool, series: 4 }).source).toBe('model');
});

test('gives wider levels wider bounds', () => {
	const errors = fc.array(fc.double({ min: 0, max: 50, noNaN: true }), { maxLength: 60 });
	fc.assert(
		fc.property(errors, errors, (own, pooled) => {
			const pool = { season: 1, series: 9, errors: pooled.toSorted((a, b) => a - b) };
			for (const given of [null, pool]) {
				const { widths } = chooseWidths([50, 80, 90], own, given);
				expect(widths).toEqual(widths.toSorted((a, b) => a - b));
			}
		}),
	);
});
