import { normalQuantile } from '../math/normal-distribution.ts';

/**
 * The split conformal quantile: the ceil((n + 1) level)-th smallest of n errors, which a further one of their kind
 * exceeds with a probability of at most 1 - level (Vovk, Gammerman & Shafer 2005; Lei et al., JASA 113, 2018). Null
 * where there are too few errors for the level.
 *
 * @param sorted errors in rising order
 * @param level in percent
 * @example conformalQuantile([1, 2, 3, 4], 80) // 4
 */
export function conformalQuantile(sorted: ArrayLike<number>, level: number): number | null {
	const rank = Math.ceil(((sorted.length + 1) * level) / 100 - 1e-9);
	return sorted[rank - 1] ?? null;
}

/** How many standard deviations a model's own bounds reach. */
export const normalWidth = (level: number): number => normalQuantile(0.5 + level / 200);

/** Scaled errors of many series of one season, for series too short for errors of their own. */
export interface PooledErrors {
	readonly season: number;
	readonly series: number;
	/** In rising order. */
	readonly errors: readonly number[];
}

/** Fewer series say more about themselves than about another one. */
const FEWEST_SERIES = 5;
/** What a series' own errors count beside those of all. */
const OWN_SHARE = 1 / 3;

export interface Widths {
	/** Standard deviations on both sides of the mean, one a level. */
	readonly widths: readonly number[];
	readonly source: 'model' | 'conformal' | 'pooled';
}

/**
 * How many of a model's standard deviations its bounds reach. With errors of several series: two thirds their quantile
 * and one third that of its own errors. With its own errors alone: their quantile, but no less than the normal
 * distribution's (own errors are few and overlap, so they may only widen). With too few errors for the widest level:
 * the normal distribution's.
 *
 * @param own the series' scaled errors at its origins, in any order
 */
export function chooseWidths(levels: readonly number[], own: readonly number[], pool: PooledErrors | null): Widths {
	const sorted = Float64Array.from(own).sort();
	const ownWidths = quantiles(sorted, levels);
	const pooled = pool !== null && pool.series >= FEWEST_SERIES ? quantiles(pool.errors, levels) : null;
	if (pooled !== null) {
		const widths = pooled.map((width, index) => {
			const ownWidth = ownWidths?.[index] ?? width;
			return (1 - OWN_SHARE) * width + OWN_SHARE * ownWidth;
		});
		return { widths, source: 'pooled' };
	}
	const normal = levels.map(normalWidth);
	if (ownWidths === null) return { widths: normal, source: 'model' };
	return { widths: ownWidths.map((width, index) => Math.max(width, normal[index] ?? 0)), source: 'conformal' };
}

/** One a level; null when one of them cannot be had. */
function quantiles(sorted: ArrayLike<number>, levels: readonly number[]): number[] | null {
	const found = levels.map((level) => conformalQuantile(sorted, level)).filter((width) => width !== null);
	return found.length === levels.length ? found : null;
}
