import { ModelError } from '../model-error.ts';

/** How unevenly money is spread over customers. */
export interface RevenueConcentration {
	/** Share of the money that the best tenth of the customers (rounded down, one at least) spent. */
	readonly topTenthShare: number;
	/** The same of the best fifth. */
	readonly topFifthShare: number;
	/** Gini's coefficient: 0 where all spent the same, near 1 where one spent it all. */
	readonly gini: number;
}

/**
 * The concentration of money on few customers (Gini, Variabilità e mutabilità, 1912): Gini is
 * 2 Σ rank · money / (n Σ money) − (n + 1) / n over money in rising order.
 * @param monetary a row a customer, ≥ 0
 * @throws ModelError for no customer, an amount below 0 or not finite, or no money at all
 * @example revenueConcentration(Float64Array.of(1, 1, 1, 1, 6)) // { topTenthShare: 0.6, topFifthShare: 0.6, gini: 0.4 }
 */
export function revenueConcentration(monetary: Float64Array): RevenueConcentration {
	const index = monetary.findIndex((money) => !(money >= 0 && money < Infinity));
	if (index >= 0) {
		throw new ModelError('input', `monetary is ${monetary[index] ?? NaN} at index ${index} (expected 0 or more)`);
	}
	const sorted = monetary.toSorted();
	const n = sorted.length;
	let [total, ranked] = [0, 0];
	sorted.forEach((money, row) => {
		total += money;
		ranked += (row + 1) * money;
	});
	if (total === 0) throw new ModelError('input', `received ${n} customers without any money (expected some)`);
	return {
		topTenthShare: topShare(sorted, total, 0.1),
		topFifthShare: topShare(sorted, total, 0.2),
		gini: (2 * ranked) / (n * total) - (n + 1) / n,
	};
}

function topShare(sorted: Float64Array, total: number, share: number): number {
	const top = Math.max(1, Math.floor(sorted.length * share));
	return sorted.subarray(sorted.length - top).reduce((sum, money) => sum + money, 0) / total;
}
