/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is bounded by the loop that makes it */

export type SeasonKind = 'additive' | 'multiplicative';

/**
 * The seasonal figure of a series by classical decomposition (Persons 1919; R's `decompose`): values less (or over) a
 * centred moving average of one period, averaged phase by phase, then set to mean 0 (or 1). The figure's first entry
 * belongs to the first value. Takes at least two periods of finite values; multiplicative figures of values around 0
 * are not finite or mean nothing, so the caller looks at them before use.
 *
 * @example seasonalFigure(Float64Array.of(1, 3, 1, 3, 1, 3), 2, 'additive') // [-1, 1]
 */
export function seasonalFigure(values: Float64Array, period: number, kind: SeasonKind): Float64Array {
	const trend = movingAverage(values, period);
	const figure = new Float64Array(period);
	for (let phase = 0; phase < period; phase++) {
		let sum = 0;
		let count = 0;
		for (let t = phase; t < values.length; t += period) {
			if (Number.isNaN(trend[t])) continue;
			sum += kind === 'additive' ? values[t]! - trend[t]! : values[t]! / trend[t]!;
			count += 1;
		}
		figure[phase] = sum / count;
	}
	let mean = 0;
	for (const entry of figure) mean += entry / period;
	return figure.map((entry) => (kind === 'additive' ? entry - mean : entry / mean));
}

/**
 * How much of what a moving average leaves of a series its season explains, from 0 and below for none to 1 for all: the
 * adjusted coefficient of determination of the phases' means (close to the strength of Wang, Smith & Hyndman 2006, but
 * not raised by the number of phases). 0 for a series that the average takes up wholly. Takes at least two periods and
 * two values.
 *
 * @example seasonalStrength(Float64Array.of(1, 3, 1, 3, 1, 3), 2) // 1
 */
export function seasonalStrength(values: Float64Array, period: number): number {
	const trend = movingAverage(values, period);
	const figure = seasonalFigure(values, period, 'additive');
	let n = 0;
	let left = 0;
	let whole = 0;
	for (let t = 0; t < values.length; t++) {
		if (Number.isNaN(trend[t])) continue;
		const detrended = values[t]! - trend[t]!;
		n += 1;
		left += (detrended - figure[t % period]!) ** 2;
		whole += detrended ** 2;
	}
	return whole === 0 ? 0 : 1 - left / (n - period) / (whole / (n - 1));
}

/** The mean of one period around each value (half weights at both ends of an even one), NaN where it does not fit. */
function movingAverage(values: Float64Array, period: number): Float64Array {
	const reach = Math.floor(period / 2);
	const averages = new Float64Array(values.length).fill(Number.NaN);
	for (let t = reach; t + reach < values.length; t++) {
		let sum = 0;
		for (let near = t - reach; near <= t + reach; near++) sum += values[near]!;
		if (period % 2 === 0) sum -= 0.5 * (values[t - reach]! + values[t + reach]!);
		averages[t] = sum / period;
	}
	return averages;
}

/** Takes a figure out of a series: less the additive one, over the multiplicative one. */
export function withoutSeason(values: Float64Array, figure: Float64Array, kind: SeasonKind): Float64Array {
	return values.map((value, t) => {
		const entry = figure[t % figure.length]!;
		return kind === 'additive' ? value - entry : value / entry;
	});
}
