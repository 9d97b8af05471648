import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMoneyBelow } from '#models/customer-value/money-ahead.ts';
import { incompleteBeta } from '#models/math/incomplete-beta.ts';
import { createSpread, spreadPurchases } from '#models/purchase/purchase-spread.ts';

test('the chance below a quantile is the one asked for, by the exact distribution', () => {
	// y purchases come to scale G(p y) / G(shape), below v with the chance I_(v / (v + scale))(p y, shape) (Johnson, Kotz &
	// Balakrishnan, Continuous Univariate Distributions 2, 27.8).
	const spread = createSpread();
	const moneyBelow = createMoneyBelow(spread.counts.length);
	const logarithm = (min: number, max: number) => fc.double({ min, max, noNaN: true }).map(Math.exp);
	fc.assert(
		fc.property(
			fc.record({ n: logarithm(-1, 3), beta: logarithm(1, 4), a: logarithm(-3, 1), b: logarithm(-1, 3) }),
			fc.double({ min: 0.3, max: 1, noNaN: true }),
			fc.record({
				p: logarithm(0, 3),
				shape: fc.oneof(logarithm(Math.log(2), 5), logarithm(Math.log(0.15), 0)),
				scale: logarithm(0, 6),
			}),
			fc.constantFrom(0.1, 0.5, 0.9),
			(alive, pAlive, spender, below) => {
				spreadPurchases(alive, pAlive, 52, spread);
				const amount = moneyBelow(spread, spender, below);
				let chance = 1;
				for (let entry = 0; entry < spread.length; entry += 1) {
					const count = spread.counts[entry] ?? 0;
					const above = 1 - incompleteBeta(spender.p * count, spender.shape, amount / (amount + spender.scale));
					chance -= (spread.chances[entry] ?? 0) * above;
				}
				if (amount === 0) expect(chance).toBeGreaterThanOrEqual(below - 1e-9);
				else expect(Math.abs(chance - below)).toBeLessThan(0.01);
			},
		),
		{ numRuns: 500 },
	);
});

test('three certain purchases of customers who differ little come to about three means', () => {
	const spread = { counts: Float64Array.of(3), chances: Float64Array.of(1), length: 1 };
	const median = createMoneyBelow(1)(spread, { p: 5, shape: 40, scale: 400 }, 0.5);
	// The median of 400 G(15) / G(40): 400 · 14.668 / 39.667 to the first order (medians of Gamma are shape - 1/3).
	expect(median).toBeCloseTo((400 * 14.668) / 39.667, -1);
	expect(incompleteBeta(15, 40, median / (median + 400))).toBeCloseTo(0.5, 2);
});

test('is 0 where no purchase at all is likely enough', () => {
	const spread = { counts: Float64Array.of(1), chances: Float64Array.of(0.3), length: 1 };
	expect(createMoneyBelow(1)(spread, { p: 5, shape: 4, scale: 40 }, 0.7)).toBe(0);
	expect(createMoneyBelow(1)(spread, { p: 5, shape: 4, scale: 40 }, 0.71)).toBeGreaterThan(0);
	const nothing = { counts: new Float64Array(1), chances: new Float64Array(1), length: 0 };
	expect(createMoneyBelow(1)(nothing, { p: 5, shape: 4, scale: 40 }, 0.9)).toBe(0);
});
