import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ModelError } from '#models/model-error.ts';
import {
	expectedPurchases,
	expectedPurchasesOfNewCustomer,
	predictPurchases,
	probabilityAlive,
	probabilityOfNoPurchase,
} from '#models/purchase/predict-purchases.ts';
import type { PurchaseModel, PurchaseParameters } from '#models/purchase/purchase-model.ts';
import { simulatePurchases } from './simulate-purchases.ts';

function modelOf(
	model: PurchaseModel['model'],
	parameters: PurchaseParameters,
	degenerate: PurchaseModel['degenerate'] = null,
): PurchaseModel {
	const standardErrors = { r: null, alpha: null, a: null, b: null };
	const rest = { logLikelihood: 0, aic: 0, n: 0, converged: true, warnings: [] };
	return { model, parameters, degenerate, standardErrors, ...rest };
}

/** As published for the 1/10 sample of CDNOW, in weeks (Fader, Hardie & Lee 2005). */
const CDNOW = modelOf('bg-nbd', { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 });

function customer(x: number, tx: number, T: number) {
	return { x: Float64Array.of(x), tx: Float64Array.of(tx), T: Float64Array.of(T) };
}

describe('the BG/NBD at its published parameters', () => {
	test('expects what the paper expects of its customer', () => {
		// Published: 1.226. The digits beyond are of cdnow/expected.json, as are the others below.
		expect(expectedPurchases(CDNOW, customer(2, 30.43, 38.86), 39)[0]).toBeCloseTo(1.2260282, 6);
		expect(probabilityAlive(CDNOW, customer(2, 30.43, 38.86))[0]).toBeCloseTo(0.72657857, 8);
		expect(expectedPurchases(CDNOW, customer(26, 30.86, 31), 52)[0]).toBeCloseTo(25.758196, 5);
	});

	test('expects what the paper expects of a new customer', () => {
		const expected = [0.00782835, 0.0532679, 0.150865, 1.042, 1.04524, 1.86052];
		for (const [index, time] of [0.1429, 1, 3, 31.8571, 32, 78].entries()) {
			expect(expectedPurchasesOfNewCustomer(CDNOW, time) / (expected[index] ?? 0)).toBeCloseTo(1, 5);
		}
		// P(X(39) = 0) = .5737864, published.
		const none = probabilityOfNoPurchase(CDNOW, customer(0, 0, 0), 39)[0];
		expect(none).toBeCloseTo(0.5737864, 3);
	});

	test('counts who never came back as alive for certain, which the MBG/NBD does not', () => {
		expect(probabilityAlive(CDNOW, customer(0, 0, 500))[0]).toBe(1);
		const modified = { ...CDNOW, model: 'mbg-nbd' as const };
		// 1 / (1 + (a / b) ((alpha + T) / alpha)^r) by hand.
		const byHand = 1 / (1 + (0.793 / 2.426) * ((4.414 + 500) / 4.414) ** 0.243);
		expect(probabilityAlive(modified, customer(0, 0, 500))[0]).toBeCloseTo(byHand, 12);
	});
});

test('a new customer of the MBG/NBD is alive with the chance b / (a + b)', () => {
	const model = modelOf('mbg-nbd', { r: 0.5, alpha: 6, a: 1, b: 3 });
	expect(probabilityAlive(model, customer(0, 0, 0))[0]).toBeCloseTo(0.75, 12);
	// Within a moment nothing else can happen than the first purchase, at the mean rate.
	expect(expectedPurchasesOfNewCustomer(model, 1e-6) / (1e-6 * 0.75 * (0.5 / 6))).toBeCloseTo(1, 5);
});

test('without dropout everybody is alive and goes on at the NBD’s rate', () => {
	const model = modelOf('bg-nbd', { r: 0.75, alpha: 9, a: 1e-7, b: 1e5 }, 'nbd');
	const rows = customer(100, 10, 100);
	expect(probabilityAlive(model, rows)[0]).toBe(1);
	expect(expectedPurchases(model, rows, 10)[0]).toBeCloseTo((100.75 / 109) * 10, 12);
});

test('what it says of customers comes true on customers who live as the model says', () => {
	const parameters = { r: 0.9, alpha: 6, a: 0.7, b: 2.2 };
	const simulated = simulatePurchases({
		model: 'mbg-nbd',
		parameters,
		customers: 40_000,
		ages: [10, 80],
		horizon: 52,
		seed: 21,
	});
	const { rows, isAlive, purchases } = simulated;
	const ahead = predictPurchases(modelOf('mbg-nbd', parameters), rows, 52, 0.8);
	const meanOf = (column: Float64Array): number => column.reduce((sum, value) => sum + value, 0) / column.length;
	// Standard errors of the means: .0025 of shares, .03 of purchases.
	expect(Math.abs(meanOf(ahead.pAlive) - meanOf(isAlive))).toBeLessThan(0.008);
	expect(Math.abs(meanOf(ahead.expected) / meanOf(purchases) - 1)).toBeLessThan(0.03);
	const none = purchases.map((count) => (count === 0 ? 1 : 0));
	expect(Math.abs(meanOf(ahead.pNone) - meanOf(none))).toBeLessThan(0.008);
	// P(alive) is calibrated in each tenth of its range.
	for (let bin = 0; bin < 10; bin += 1) {
		const inside = [...ahead.pAlive.keys()].filter((row) => Math.floor((ahead.pAlive[row] ?? 0) * 10) === bin);
		if (inside.length < 500) continue;
		const said = inside.reduce((sum, row) => sum + (ahead.pAlive[row] ?? 0), 0) / inside.length;
		const true_ = inside.reduce((sum, row) => sum + (isAlive[row] ?? 0), 0) / inside.length;
		expect(Math.abs(said - true_)).toBeLessThan(0.05);
	}
	// Whole numbers: at least 80 % inside, and no more than a tenth above; of who may well come often not much more than 80 %.
	const isInside = purchases.map((count, row) =>
		count >= (ahead.lower[row] ?? 0) && count <= (ahead.upper[row] ?? 0) ? 1 : 0,
	);
	const isAbove = purchases.map((count, row) => (count > (ahead.upper[row] ?? 0) ? 1 : 0));
	expect(meanOf(isInside)).toBeGreaterThan(0.8);
	expect(meanOf(isAbove)).toBeLessThan(0.1);
	const often = isInside.filter((_, row) => (ahead.expected[row] ?? 0) > 8 && (ahead.pAlive[row] ?? 0) > 0.9);
	expect(often.length).toBeGreaterThan(1000);
	expect(meanOf(often)).toBeGreaterThan(0.79);
	expect(meanOf(often)).toBeLessThan(0.88);
});

const anyModel = fc.record({
	model: fc.constantFrom('bg-nbd' as const, 'mbg-nbd' as const),
	r: fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
	alpha: fc.double({ min: 1e-3, max: 1e4, noNaN: true }),
	a: fc.double({ min: 1e-6, max: 1e3, noNaN: true }),
	b: fc.double({ min: 1e-6, max: 1e4, noNaN: true }),
});
const anyCustomer = fc
	.record({
		x: fc.integer({ min: 0, max: 1000 }),
		T: fc.double({ min: 0, max: 1e5, noNaN: true }),
		share: fc.double({ min: 1e-6, max: 1, noNaN: true }),
	})
	.map(({ x, T, share }) => (x === 0 || T * share === 0 ? customer(0, 0, T) : customer(x, T * share, T)));

test('chances stay chances and expectations finite for any customer and horizon', () => {
	fc.assert(
		fc.property(
			anyModel,
			anyCustomer,
			fc.double({ min: 0, max: 1e5, noNaN: true }),
			({ model, ...parameters }, rows, horizon) => {
				const ahead = predictPurchases(modelOf(model, parameters), rows, horizon, 0.9);
				const [pAlive = Number.NaN] = ahead.pAlive;
				const [expected = Number.NaN] = ahead.expected;
				const [pNone = Number.NaN] = ahead.pNone;
				const [lower = Number.NaN] = ahead.lower;
				const [upper = Number.NaN] = ahead.upper;
				expect(pAlive >= 0 && pAlive <= 1).toBe(true);
				expect(pNone >= 0 && pNone <= 1).toBe(true);
				expect(expected >= 0 && expected < Infinity).toBe(true);
				// P(Y >= 1) <= E[Y].
				expect(1 - pNone).toBeLessThanOrEqual(expected * (1 + 1e-6) + 1e-9);
				expect(lower >= 0 && lower <= upper && upper < Infinity).toBe(true);
			},
		),
		{ numRuns: 500 },
	);
});

test('longer horizons bring more purchases, longer silence less life', () => {
	const at = (tx: number) => probabilityAlive(CDNOW, customer(4, tx, 60))[0] ?? 0;
	expect(at(20)).toBeLessThan(at(40));
	expect(at(40)).toBeLessThan(at(60));
	const within = (horizon: number) => expectedPurchases(CDNOW, customer(4, 40, 60), horizon)[0] ?? 0;
	expect(within(0)).toBe(0);
	expect(within(10)).toBeLessThan(within(20));
});

test('refuses what is no customer, no horizon and no level, in words', () => {
	const wrong = customer(2, 40, 39);
	expect(() => probabilityAlive(CDNOW, wrong)).toThrow('row 1 (x 2, t_x 40, T 39): t_x must not be later than T');
	expect(() => expectedPurchases(CDNOW, wrong, 10)).toThrow(ModelError);
	expect(() => probabilityOfNoPurchase(CDNOW, wrong, 10)).toThrow(ModelError);
	const right = customer(2, 30, 39);
	expect(() => expectedPurchases(CDNOW, right, -1)).toThrow(
		'a horizon must be a finite time, 0 or longer, received -1',
	);
	expect(() => expectedPurchasesOfNewCustomer(CDNOW, Number.NaN)).toThrow('received NaN');
	expect(() => predictPurchases(CDNOW, right, 10, 1)).toThrow(
		'the level of an interval must be above 0 and below 1, received 1',
	);
});
