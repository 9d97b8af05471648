import { expect, test } from 'vitest';
import { fitMbgNbd } from '#models/mbg-nbd/mbg-nbd.ts';
import { probabilityAlive } from '#models/purchase/predict-purchases.ts';
import { baselineRowOf, readCard, realHistories, rowOf } from '../purchase/card.ts';
import { simulatePurchases } from '../purchase/simulate-purchases.ts';

const CARD = readCard('mbg-nbd');

test('has a worked example that works', () => {
	const { rows } = simulatePurchases({
		model: 'mbg-nbd',
		parameters: { r: 0.5, alpha: 6, a: 0.9, b: 1.6 },
		customers: 200,
		ages: [20, 40],
		horizon: 0,
		seed: 1,
	});
	const fitted = fitMbgNbd(rows);
	const parameters = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
	const customers = { x: Float64Array.of(2, 0), tx: Float64Array.of(30.43, 0), T: Float64Array.of(38.86, 38.86) };
	const chances = probabilityAlive({ ...fitted, parameters, degenerate: null }, customers);
	expect(CARD).toContain(`customers); // [${Array.from(chances, (chance) => chance.toFixed(4)).join(', ')}]`);
});

test.skipIf(realHistories().length === 0).each(realHistories())('has the holdout figures of $name', ({ read }) => {
	const history = read();
	expect(CARD).toContain(rowOf(fitMbgNbd(history), history));
	expect(CARD).toContain(baselineRowOf(history));
});
