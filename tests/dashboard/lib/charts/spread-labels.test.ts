import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spreadLabels } from '#lib/charts/spread-labels.ts';

test('leaves labels that are far enough apart where they are', () => {
	expect(spreadLabels([10, 50], 15, 0, 100)).toEqual([10, 50]);
});

test('moves apart two that would touch, keeping which is above', () => {
	expect(spreadLabels([50, 48], 15, 0, 100)).toEqual([63, 48]);
});

test('pushes down from the top rather than out of the chart', () => {
	expect(spreadLabels([99, 100], 15, 0, 100)).toEqual([85, 100]);
});

test('any labels that fit end up apart, inside and in order', () => {
	const places = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 6 });
	fc.assert(
		fc.property(places, (wanted) => {
			const spread = spreadLabels(wanted, 100, 0, 1000);
			const ranked = wanted.map((_, index) => index).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0) || a - b);
			ranked.forEach((index, rank) => {
				const place = spread[index] ?? NaN;
				expect(place).toBeGreaterThanOrEqual(0);
				expect(place).toBeLessThanOrEqual(1000);
				const below = ranked[rank - 1];
				if (below !== undefined) expect(place - (spread[below] ?? NaN)).toBeGreaterThanOrEqual(100);
			});
		}),
	);
});
