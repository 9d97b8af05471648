/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is below the common length */

/**
 * Pearson's correlation of two columns of one length; null for fewer than two rows or a column without variation.
 * @example pearsonCorrelation(Float64Array.of(1, 2, 3), Float64Array.of(2, 4, 9)) // 0.9707253433941511
 */
export function pearsonCorrelation(first: Float64Array, second: Float64Array): number | null {
	const n = first.length;
	const meanFirst = first.reduce((sum, value) => sum + value / n, 0);
	const meanSecond = second.reduce((sum, value) => sum + value / n, 0);
	let product = 0;
	let squaresFirst = 0;
	let squaresSecond = 0;
	for (let row = 0; row < n; row += 1) {
		const a = first[row]! - meanFirst;
		const b = second[row]! - meanSecond;
		product += a * b;
		squaresFirst += a * a;
		squaresSecond += b * b;
	}
	if (!(squaresFirst > 0 && squaresSecond > 0)) return null;
	return product / Math.sqrt(squaresFirst * squaresSecond);
}

/**
 * Spearman's rank correlation: Pearson's of the ranks, equal values sharing the mean of theirs. Null as there.
 * @example spearmanCorrelation(Float64Array.of(1, 2, 3), Float64Array.of(10, 30, 20)) // 0.5
 */
export function spearmanCorrelation(first: Float64Array, second: Float64Array): number | null {
	return pearsonCorrelation(averageRanks(first), averageRanks(second));
}

function averageRanks(column: Float64Array): Float64Array {
	const order = Uint32Array.from(column.keys()).sort((a, b) => column[a]! - column[b]!);
	const ranks = new Float64Array(column.length);
	for (let from = 0, to = 0; from < order.length; from = to) {
		while (to < order.length && column[order[to]!] === column[order[from]!]) to += 1;
		for (let place = from; place < to; place += 1) ranks[order[place]!] = (from + to + 1) / 2;
	}
	return ranks;
}
