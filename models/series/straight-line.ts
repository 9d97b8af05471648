/**
 * The line through values at 1, 2, 3, ... by least squares: intercept (at 0) and slope per step; a level line for one
 * value.
 *
 * @example fitLine(Float64Array.of(3, 5, 7)) // { intercept: 1, slope: 2 }
 */
export function fitLine(values: Float64Array): { readonly intercept: number; readonly slope: number } {
	const n = values.length;
	const centre = (n + 1) / 2;
	let mean = 0;
	for (const value of values) mean += value / n;
	let product = 0;
	let square = 0;
	values.forEach((value, index) => {
		const distance = index + 1 - centre;
		product += distance * (value - mean);
		square += distance * distance;
	});
	const slope = square === 0 ? 0 : product / square;
	return { intercept: mean - slope * centre, slope };
}
