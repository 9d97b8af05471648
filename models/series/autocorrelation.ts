/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is bounded by the loop that makes it */

/**
 * Autocorrelations at the lags 1 to `lags` (Box & Jenkins; R's `acf`: divisor n, mean of the whole series). All 0 for a
 * constant series.
 *
 * @example autocorrelations(Float64Array.of(1, 2, 3, 4), 2) // [0.25, -0.3]
 */
export function autocorrelations(values: Float64Array, lags: number): Float64Array {
	let mean = 0;
	for (const value of values) mean += value / values.length;
	let variance = 0;
	for (const value of values) variance += (value - mean) ** 2;
	const result = new Float64Array(lags);
	if (variance === 0) return result;
	for (let lag = 1; lag <= lags; lag++) {
		let covariance = 0;
		for (let t = lag; t < values.length; t++) covariance += (values[t]! - mean) * (values[t - lag]! - mean);
		result[lag - 1] = covariance / variance;
	}
	return result;
}

/** The 95th percentile of the standard normal distribution. */
const ONE_SIDED_5_PERCENT = 1.6448536269514722;

/**
 * Whether a season shows: the autocorrelation at one period exceeds what Bartlett's formula allows by chance in one of
 * ten tests (the test of Assimakopoulos & Nikolopoulos 2000 and of the M3 and M4 competitions). False for a period of
 * 1, for two periods or less, and for constant series.
 */
export function isSeasonal(values: Float64Array, period: number): boolean {
	if (period <= 1 || values.length <= 2 * period) return false;
	const correlations = autocorrelations(values, period);
	let squares = 0;
	for (let lag = 1; lag < period; lag++) squares += correlations[lag - 1]! ** 2;
	const standardError = Math.sqrt((1 + 2 * squares) / values.length);
	return Math.abs(correlations[period - 1]!) / standardError > ONE_SIDED_5_PERCENT;
}
