import { expect, test } from 'vitest';
import { customerValue } from '#models/customer-value/customer-value.ts';
import { fitGammaGamma } from '#models/gamma-gamma/gamma-gamma.ts';
import { fitMbgNbd } from '#models/mbg-nbd/mbg-nbd.ts';
import { sameRateAsBefore } from '#models/purchase/holdout-figures.ts';
import { percent, readCard, realHistories } from '../purchase/card.ts';
import type { TriedHistory } from '../purchase/card.ts';
import { purchasesBy, spendBy } from './fitted-models.ts';

const CARD = readCard('customer-value');

test('has a worked example that works', () => {
	const purchases = purchasesBy('bg-nbd', { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 });
	const spend = spendBy({ p: 6.25, q: 3.74, gamma: 15.44 });
	const rows = { x: Float64Array.of(2), tx: Float64Array.of(30.43), T: Float64Array.of(38.86) };
	const customer = { ...rows, monetary: Float64Array.of(22.35) };
	const worth = customerValue(purchases, spend, customer, { horizon: 39, periods: 3, discountRate: 0.03, margin: 0.4 });
	const ends = [worth.lower[0], worth.upper[0]].map((end) => end?.toFixed(2) ?? '');
	expect(CARD).toContain(`worth.value[0]; // ${worth.value[0]?.toFixed(2) ?? ''}`);
	expect(CARD).toContain(`worth.upper[0]]; // [${ends.join(', ')}]`);
});

const withMoney = realHistories().slice(1);

function sumOf(column: Float64Array): number {
	return column.reduce((sum, value) => sum + value, 0);
}

function figuresOf({ money }: TriedHistory, foretold: Float64Array): { foretold: string; error: string; mae: number } {
	const actual = money ?? new Float64Array();
	const absolute = actual.map((value, row) => Math.abs(value - (foretold[row] ?? 0)));
	return {
		foretold: Math.round(sumOf(foretold)).toLocaleString('en-US'),
		error: percent(sumOf(foretold) / sumOf(actual) - 1),
		mae: sumOf(absolute) / actual.length,
	};
}

test.skipIf(withMoney.length === 0).each(withMoney)('has the figures of $name', ({ read }) => {
	const history = read();
	const { value, lower, upper } = customerValue(fitMbgNbd(history), fitGammaGamma(history), history, history);
	const actual = history.money ?? new Float64Array();
	const shareOf = (holds: (money: number, row: number) => boolean): string =>
		percent(actual.filter(holds).length / actual.length);
	const model = figuresOf(history, value);
	const digits = model.mae > 100 ? 1 : 2;
	const inside = shareOf((money, row) => money >= (lower[row] ?? 0) && money <= (upper[row] ?? 0));
	const above = shareOf((money, row) => money > (upper[row] ?? 0));
	const total = Math.round(sumOf(actual)).toLocaleString('en-US');
	expect(CARD).toContain(
		`| ${total} | ${model.foretold} | ${model.error} | ${model.mae.toFixed(digits)} | ${inside} | ${above} |`,
	);
	const before = sameRateAsBefore(history, history.horizon).map((count, row) => count * (history.monetary[row] ?? 0));
	const naive = figuresOf(history, before);
	expect(CARD).toContain(`| same as before | | ${naive.foretold} | ${naive.error} | ${naive.mae.toFixed(digits)} |`);
});
