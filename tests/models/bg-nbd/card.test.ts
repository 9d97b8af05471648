import { expect, test } from 'vitest';
import { fitBgNbd } from '#models/bg-nbd/bg-nbd.ts';
import { predictPurchases } from '#models/purchase/predict-purchases.ts';
import { readCard, realHistories, rowOf } from '../purchase/card.ts';
import { simulatePurchases } from '../purchase/simulate-purchases.ts';

const CARD = readCard('bg-nbd');

test('has a worked example that works', () => {
	const population = { r: 0.24, alpha: 4.4, a: 0.79, b: 2.4 };
	const { rows } = simulatePurchases({
		model: 'bg-nbd',
		parameters: population,
		customers: 200,
		ages: [20, 40],
		horizon: 0,
		seed: 1,
	});
	const fitted = fitBgNbd(rows);
	const parameters = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
	const customer = { x: Float64Array.of(2), tx: Float64Array.of(30.43), T: Float64Array.of(38.86) };
	const ahead = predictPurchases({ ...fitted, parameters, degenerate: null }, customer, 39, 0.8);
	expect(CARD).toContain(`ahead.pAlive[0]; // ${ahead.pAlive[0]?.toFixed(4) ?? ''}`);
	expect(CARD).toContain(`ahead.expected[0]; // ${ahead.expected[0]?.toFixed(4) ?? ''}`);
	expect(CARD).toContain(`ahead.pNone[0]; // ${ahead.pNone[0]?.toFixed(4) ?? ''}`);
	expect(CARD).toContain(`[ahead.lower[0], ahead.upper[0]]; // [${ahead.lower[0] ?? ''}, ${ahead.upper[0] ?? ''}]`);
});

test.skipIf(realHistories().length === 0).each(realHistories())('has the holdout figures of $name', ({ read }) => {
	const history = read();
	expect(CARD).toContain(rowOf(fitBgNbd(history), history));
});
