/**
 * Where the scores of a measure begin: the least value of score 2, of score 3, and so on. A score that ties leave out
 * begins where the next one does; null where none follows.
 */
export type ScoreCuts = readonly (number | null)[];

/**
 * Cuts values into `bins` scores of about as many rows each. A value's score is 1 + ⌊percent rank · bins⌋, the percent rank
 * being the share of the other rows that lie below it (SQL's `percent_rank`), and at most `bins`: rows with the same value
 * share their score, whatever their order, where `ntile` would part them.
 * Null where all values are the same, and nothing tells the rows apart.
 * @example cutScores(Float64Array.of(1, 1, 1, 2, 3), 5) // [2, 2, 2, 3]: percent ranks 0, 0, 0, 3/4, 1, so scores 1, 1, 1, 4, 5
 */
export function cutScores(values: Float64Array, bins: number): ScoreCuts | null {
	const sorted = values.toSorted();
	const others = sorted.length - 1;
	if (sorted.length === 0 || sorted[0] === sorted[others]) return null;
	const cuts = new Array<number | null>(bins - 1).fill(null);
	for (let below = 0; below < sorted.length;) {
		const value = sorted[below] ?? 0;
		const score = Math.min(bins, 1 + Math.floor((below * bins) / others));
		for (let at = score - 2; at >= 0 && cuts[at] === null; at -= 1) cuts[at] = value;
		while (below < sorted.length && sorted[below] === value) below += 1;
	}
	return cuts;
}

/**
 * The score of a value, also of one that was not there when the scores were cut: 1 to `bins`, the middle one where nothing
 * was cut.
 */
export function scoreOf(value: number, cuts: ScoreCuts | null, bins: number): number {
	if (cuts === null) return Math.ceil(bins / 2);
	let score = 1;
	cuts.forEach((cut, index) => {
		if (cut !== null && value >= cut) score = index + 2;
	});
	return score;
}
