/**
 * Moves labels apart until neighbours are at least `gap` apart, keeping their order and moving each as little as that
 * takes; none goes below `low` or above `high` as long as they fit.
 */
export function spreadLabels(places: readonly number[], gap: number, low: number, high: number): number[] {
	const order = places.map((_, index) => index).sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0));
	const spread = order.map((index) => Math.min(high, Math.max(low, places[index] ?? 0)));
	for (let i = 1; i < spread.length; i++) spread[i] = Math.max(spread[i] ?? 0, (spread[i - 1] ?? 0) + gap);
	let limit = high;
	for (let i = spread.length - 1; i >= 0; i--) {
		spread[i] = Math.min(spread[i] ?? 0, limit);
		limit = (spread[i] ?? 0) - gap;
	}
	const moved: number[] = [];
	order.forEach((index, rank) => (moved[index] = spread[rank] ?? 0));
	return moved;
}
