import fc from 'fast-check';
import { expect, test } from 'vitest';
import { logHypergeometric } from '#models/math/log-hypergeometric.ts';
import { purchasesExceeded } from '#models/purchase/purchase-quantile.ts';
import { createSpread, spreadPurchases } from '#models/purchase/purchase-spread.ts';
import { chanceOfAtLeast, expectedAhead } from '#models/purchase/purchases-ahead.ts';
import type { Alive } from '#models/purchase/purchases-ahead.ts';

/** Fader, Hardie & Lee (2005), equation 10 without P(alive): for a > 1, where nothing is singular. */
function paperExpectation({ n, beta, a, b }: Alive, t: number): number {
	const c = a + b - 1;
	const logLeft = n * Math.log(beta / (beta + t)) + logHypergeometric(n, b, c, t / (beta + t));
	return (c / (a - 1)) * -Math.expm1(logLeft);
}

const logarithm = (min: number, max: number) => fc.double({ min, max, noNaN: true }).map(Math.exp);
const anyAlive = fc.record({ n: logarithm(-4, 5), beta: logarithm(-2, 6), a: logarithm(-5, 4), b: logarithm(-3, 6) });

test('the sum over purchases is the paper’s closed form', () => {
	fc.assert(
		fc.property(anyAlive, logarithm(-3, 5), (alive, t) => {
			fc.pre(alive.a > 1.05);
			const received = expectedAhead(alive, t);
			const paper = paperExpectation(alive, t);
			// The closed form is a difference: it loses as many digits as the expectation is small beside its factor.
			const lost = (alive.a + alive.b - 1) / (alive.a - 1);
			expect(Math.abs(received - paper)).toBeLessThan(1e-8 * paper + 1e-12 * lost);
		}),
		{ numRuns: 500 },
	);
});

test('nothing is singular at a = 1 and at a + b = 1', () => {
	for (const b of [0.3, 2]) {
		const around = [1 - 1e-9, 1, 1 + 1e-9].map((a) => expectedAhead({ n: 0.8, beta: 5, a, b }, 30));
		expect(around[1]).toBeCloseTo(((around[0] ?? 0) + (around[2] ?? 0)) / 2, 7);
	}
	const here = expectedAhead({ n: 0.8, beta: 5, a: 0.4, b: 0.6 }, 30);
	expect(expectedAhead({ n: 0.8, beta: 5, a: 0.4, b: 0.6 + 1e-9 }, 30)).toBeCloseTo(here, 7);
});

test('the integral takes over where the sum would be long, at the same value', () => {
	// Near t / beta = 200 some 2,000 terms are just enough or just not, whatever n is.
	for (const n of [0.3, 2, 40]) {
		for (const [a, b] of [
			[0.2, 1.5],
			[1, 3],
			[6, 9],
		] as const) {
			let before = 0;
			for (const t of [60, 80, 120, 240, 480, 960, 4000]) {
				const expected = expectedAhead({ n, beta: 1, a, b }, t);
				expect(expected).toBeGreaterThanOrEqual(before * (1 - 1e-12));
				if (a > 1) expect(expected / paperExpectation({ n, beta: 1, a, b }, t)).toBeCloseTo(1, 8);
				before = expected;
			}
		}
	}
});

test('without dropout the expectation is the rate times the time', () => {
	expect(expectedAhead({ n: 3, beta: 12, a: 0, b: 1 }, 8)).toBe(2);
	// A dropout chance near 0 comes near to it, by the sum as well as by the integral.
	expect(expectedAhead({ n: 3, beta: 12, a: 1e-9, b: 1 }, 8)).toBeCloseTo(2, 7);
	expect(expectedAhead({ n: 3, beta: 0.01, a: 1e-9, b: 1 }, 80) / 24000).toBeCloseTo(1, 7);
});

test('chances and counts agree: the expectation is the sum of all P(Y >= j)', () => {
	const alive = { n: 1.7, beta: 9, a: 0.8, b: 2.2 };
	let sum = 0;
	for (let count = 1; count < 400; count += 1) sum += chanceOfAtLeast(alive, 20, count);
	expect(sum).toBeCloseTo(expectedAhead(alive, 20), 9);
	// P(Y >= 1) = 1 - (beta / (beta + t))^n.
	expect(chanceOfAtLeast(alive, 20, 1)).toBeCloseTo(1 - (9 / 29) ** 1.7, 12);
});

test('a count is exceeded with no more than the chance asked for, and the one below with more', () => {
	const chance = fc.double({ min: 0.01, max: 0.99, noNaN: true });
	fc.assert(
		fc.property(anyAlive, logarithm(-3, 9), chance, chance, (alive, t, pAlive, exceeded) => {
			const count = purchasesExceeded(alive, pAlive, t, exceeded);
			fc.pre(count < 1e12);
			expect(pAlive * chanceOfAtLeast(alive, t, count + 1)).toBeLessThanOrEqual(exceeded * (1 + 1e-6) + 1e-9);
			if (count > 0) expect(pAlive * chanceOfAtLeast(alive, t, count)).toBeGreaterThan(exceeded * (1 - 1e-6) - 1e-9);
		}),
		{ numRuns: 500 },
	);
});

test('a spread has the chance of any purchase and, nearly, the expectation', () => {
	const spread = createSpread();
	fc.assert(
		fc.property(anyAlive, logarithm(-3, 9), fc.double({ min: 0.01, max: 1, noNaN: true }), (alive, t, pAlive) => {
			spreadPurchases(alive, pAlive, t, spread);
			const any = pAlive * chanceOfAtLeast(alive, t, 1);
			const chances = spread.chances.subarray(0, spread.length);
			expect(spread.length).toBeLessThanOrEqual(spread.counts.length);
			expect(chances.every((chance) => chance > 0)).toBe(true);
			expect(spread.counts.subarray(0, spread.length).every((count) => count >= 1)).toBe(true);
			// A chance of at most half an entry is left out.
			expect(Math.abs(chances.reduce((sum, chance) => sum + chance, 0) - any)).toBeLessThanOrEqual(0.0100001);
		}),
		{ numRuns: 300 },
	);
	// One in two buys again and again: 1/4, 1/8, 1/16, the rest of 1/16 ending the spread.
	spreadPurchases({ n: 1, beta: 1, a: 0, b: 1 }, 0.5, 1, spread);
	expect(Array.from(spread.counts.subarray(0, 3))).toEqual([1, 2, 3]);
	expect(spread.chances[0]).toBeCloseTo(0.125, 12);
	expect(spread.chances[1]).toBeCloseTo(0.0625, 12);
});

test('nothing is ever NaN, however extreme a customer', () => {
	const extreme = fc.record({
		n: logarithm(-20, 25),
		beta: logarithm(-20, 25),
		a: logarithm(-25, 25),
		b: logarithm(-25, 25),
	});
	fc.assert(
		fc.property(
			extreme,
			fc.double({ min: 0, max: 1e5, noNaN: true }),
			fc.double({ min: 0, max: 1, noNaN: true }),
			(alive, t, pAlive) => {
				const expected = expectedAhead(alive, t);
				expect(Number.isFinite(expected) && expected >= 0).toBe(true);
				expect(expected).toBeLessThanOrEqual(((alive.n * t) / alive.beta) * (1 + 1e-6) + 1e-300);
				const count = purchasesExceeded(alive, pAlive, t, 0.1);
				expect(Number.isFinite(count) && count >= 0).toBe(true);
			},
		),
		{ numRuns: 1000 },
	);
});
