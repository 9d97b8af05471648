import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitBgNbd } from '#models/bg-nbd/bg-nbd.ts';
import { customerValue } from '#models/customer-value/customer-value.ts';
import { fitGammaGamma } from '#models/gamma-gamma/gamma-gamma.ts';
import { fitMbgNbd } from '#models/mbg-nbd/mbg-nbd.ts';
import { ModelError } from '#models/model-error.ts';
import { predictPurchases } from '#models/purchase/predict-purchases.ts';

const share = fc.double({ min: 1e-6, max: 1, noNaN: true });

/** Customers as no shop has them, in any unit of time and money; now and then one that breaks a rule. */
const anyLog = fc
	.record({
		scale: fc.double({ min: -3, max: 5, noNaN: true }).map((power) => 10 ** power),
		most: fc.constantFrom(1, 2, 30, 1000),
		customers: fc.array(
			fc.record({
				age: share,
				last: share,
				count: fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, { weight: 3, arbitrary: share }),
				money: fc.double({ min: -10, max: 1e6, noNaN: true }),
				slip: fc.oneof({ weight: 200, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.constantFrom(2, NaN) }),
			}),
			{ minLength: 8, maxLength: 60, size: 'max' },
		),
	})
	.map(({ scale, most, customers }) => {
		const x = Float64Array.from(customers, ({ count }) => Math.ceil(count * most));
		return {
			x,
			tx: Float64Array.from(customers, ({ age, last, slip }, row) => (x[row] ? scale * age * last * slip : 0)),
			T: Float64Array.from(customers, ({ age }) => scale * age),
			monetary: Float64Array.from(customers, ({ money }, row) => (x[row] ? money : 0)),
			horizon: scale,
		};
	});

test('any log ends in finite figures or in a ModelError', () => {
	let fitted = 0;
	fc.assert(
		fc.property(anyLog, ({ horizon, ...rows }) => {
			for (const fit of [fitBgNbd, fitMbgNbd]) {
				try {
					const model = fit(rows);
					const spend = fitGammaGamma(rows);
					const ahead = predictPurchases(model, rows, horizon);
					const worth = customerValue(model, spend, rows, { horizon, periods: 3, discountRate: 0.01 });
					const { r, alpha, a, b } = model.parameters;
					const { p, q, gamma } = spend.parameters;
					expect([r, alpha, a, b, p, q, gamma, model.logLikelihood].every(Number.isFinite)).toBe(true);
					const chances = [ahead.pAlive, ahead.pNone];
					expect(chances.every((column) => column.every((chance) => chance >= 0 && chance <= 1))).toBe(true);
					const { value, lower, upper, expectedSpend } = worth;
					for (const column of [ahead.expected, ahead.lower, ahead.upper, value, lower, upper, expectedSpend]) {
						expect(column.every((figure) => Number.isFinite(figure) && figure >= 0)).toBe(true);
					}
					fitted += 1;
				} catch (error) {
					if (!(error instanceof ModelError)) throw error;
				}
			}
		}),
		{ numRuns: 40 },
	);
	expect(fitted).toBeGreaterThan(20);
});
