import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { customerValue } from '#models/customer-value/customer-value.ts';
import { expectedSpend } from '#models/gamma-gamma/gamma-gamma.ts';
import { expectedPurchases } from '#models/purchase/predict-purchases.ts';
import { simulatePurchases } from '../purchase/simulate-purchases.ts';
import { purchasesBy, spendBy } from './fitted-models.ts';

/** The published parameters of the 1/10 sample of CDNOW, in weeks and dollars. */
const PURCHASES = purchasesBy('bg-nbd', { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 });
const SPEND = spendBy({ p: 6.25, q: 3.74, gamma: 15.44 });
const FIRST = {
	x: Float64Array.of(2),
	tx: Float64Array.of(30.43),
	T: Float64Array.of(38.86),
	monetary: Float64Array.of(22.35),
};

describe('the first customer of CDNOW', () => {
	test('is worth expected purchases times expected money without discount', () => {
		// 1.2260282 purchases in 39 weeks at 24.66 each.
		const {
			value,
			expectedPurchases: purchases,
			expectedSpend: spend,
		} = customerValue(PURCHASES, SPEND, FIRST, { horizon: 39 });
		expect(purchases[0]).toBeCloseTo(1.2260282, 6);
		expect(spend[0]).toBeCloseTo(24.66, 2);
		expect(value[0]).toBeCloseTo(1.2260282 * 24.6637, 1);
	});

	test('is discounted period by period, each at its end', () => {
		const until = (weeks: number) => expectedPurchases(PURCHASES, FIRST, weeks)[0] ?? 0;
		const [spend = 0] = expectedSpend(SPEND, FIRST);
		const byHand =
			(until(13) / 1.03 + (until(26) - until(13)) / 1.03 ** 2 + (until(39) - until(26)) / 1.03 ** 3) * spend * 0.4;
		const options = { horizon: 39, periods: 3, discountRate: 0.03, margin: 0.4 };
		const valued = customerValue(PURCHASES, SPEND, FIRST, options);
		expect(valued.value[0]).toBeCloseTo(byHand, 10);
		const plain = customerValue(PURCHASES, SPEND, FIRST, { horizon: 39 });
		const kept = (valued.value[0] ?? 0) / (plain.value[0] ?? 1);
		expect(valued.upper[0]).toBeCloseTo((plain.upper[0] ?? 0) * kept, 8);
	});
});

test('values and intervals come true on customers who live and spend as the models say', () => {
	const parameters = { r: 1.5, alpha: 9.6, a: 0.55, b: 3.6 };
	const spend = { p: 2.4, q: 3.3, gamma: 396 };
	const { rows, money } = simulatePurchases({
		model: 'mbg-nbd',
		parameters,
		customers: 20_000,
		ages: [26, 116],
		horizon: 52,
		seed: 41,
		spend,
	});
	const { value, lower, upper } = customerValue(purchasesBy('mbg-nbd', parameters), spendBy(spend), rows, {
		horizon: 52,
	});
	const sum = (column: Float64Array): number => column.reduce((total, one) => total + one, 0);
	// Money is heavy-tailed (q 3.3): a standard error of about 2 % of the total.
	expect(Math.abs(sum(value) / sum(money) - 1)).toBeLessThan(0.06);
	const shareOf = (rowsWanted: readonly number[], holds: (row: number) => boolean): number =>
		rowsWanted.filter(holds).length / rowsWanted.length;
	const all = [...money.keys()];
	const isAbove = (row: number): boolean => (money[row] ?? 0) > (upper[row] ?? 0);
	const isBelow = (row: number): boolean => (money[row] ?? 0) < (lower[row] ?? 0);
	// A tenth on either side at most; less than that below, for many may have spent nothing and 0 is their lower end.
	expect(shareOf(all, isAbove)).toBeLessThan(0.105);
	expect(shareOf(all, isBelow)).toBeLessThan(0.105);
	// Of frequent and recent buyers, where both ends count, 80 % and little more.
	const lively = all.filter((row) => (rows.x[row] ?? 0) > 10 && (rows.T[row] ?? 0) - (rows.tx[row] ?? 0) < 8);
	expect(lively.length).toBeGreaterThan(1500);
	const inside = shareOf(lively, (row) => !isAbove(row) && !isBelow(row));
	expect(inside).toBeGreaterThan(0.78);
	expect(inside).toBeLessThan(0.88);
});

test('is 0 for a horizon of nothing', () => {
	const valued = customerValue(PURCHASES, SPEND, FIRST, { horizon: 0, discountRate: 0.1 });
	expect([valued.value[0], valued.lower[0], valued.upper[0]]).toEqual([0, 0, 0]);
});

test('one amount for all purchases is multiplied by the purchases of the interval', () => {
	const constant = { ...spendBy({ p: 1e8, q: 1e8, gamma: 20 }), degenerate: 'constant' as const, populationMean: 20 };
	const rows = {
		x: Float64Array.of(40),
		tx: Float64Array.of(50),
		T: Float64Array.of(50),
		monetary: Float64Array.of(20),
	};
	const {
		value,
		lower,
		upper,
		expectedPurchases: purchases,
	} = customerValue(PURCHASES, constant, rows, { horizon: 26 });
	expect(value[0]).toBeCloseTo(20 * (purchases[0] ?? 0), 8);
	expect(lower[0]).toBeGreaterThan(100);
	expect(upper[0]).toBeLessThan(20 * 40);
});

test('values are finite and lie in order for any customer', () => {
	const parameter = fc.double({ min: 1e-2, max: 1e3, noNaN: true });
	fc.assert(
		fc.property(
			fc.record({ r: parameter, alpha: parameter, a: parameter, b: parameter }),
			fc.record({ p: parameter, q: parameter, gamma: parameter }),
			fc.integer({ min: 0, max: 1000 }),
			fc.double({ min: 0.01, max: 1e4, noNaN: true }),
			fc.double({ min: 0, max: 1e4, noNaN: true }),
			fc.double({ min: 0, max: 1e4, noNaN: true }),
			(purchases, spend, x, T, money, horizon) => {
				const tx = x > 0 ? T : 0;
				const rows = {
					x: Float64Array.of(x),
					tx: Float64Array.of(tx),
					T: Float64Array.of(T),
					monetary: Float64Array.of(money),
				};
				const valued = customerValue(purchasesBy('mbg-nbd', purchases), spendBy(spend), rows, {
					horizon,
					periods: 4,
					discountRate: 0.02,
				});
				const [value = Number.NaN, lower = Number.NaN, upper = Number.NaN] = [
					valued.value[0],
					valued.lower[0],
					valued.upper[0],
				];
				expect(Number.isFinite(value) && value >= 0).toBe(true);
				expect(lower >= 0 && lower <= upper * (1 + 1e-9)).toBe(true);
			},
		),
		{ numRuns: 300 },
	);
});

test('refuses options out of range, in words', () => {
	const refuse = (options: object, words: string) => {
		expect(() => customerValue(PURCHASES, SPEND, FIRST, { horizon: 39, ...options })).toThrow(words);
	};
	refuse({ horizon: -1 }, 'a horizon must be a finite time, 0 or longer, received -1');
	refuse({ periods: 0 }, 'periods must be a whole number of 1 or more, received 0');
	refuse({ discountRate: -1 }, 'a discount rate must be above -1, received -1');
	refuse({ margin: 0 }, 'a margin must be above 0, received 0');
	refuse({ level: 80 }, 'the level of an interval must be above 0 and below 1, received 80');
});
