/**
 * ln(eᵃ + eᵇ), for numbers known by their logarithms; -Infinity stands for 0.
 * @example logAddExp(1000, 999) // 1000.3132616875182
 */
export function logAddExp(a: number, b: number): number {
	const larger = Math.max(a, b);
	return larger === -Infinity ? larger : larger + Math.log1p(Math.exp(-Math.abs(a - b)));
}

/**
 * ln(1 - eˣ) for x <= 0 (Mächler, Accurately computing log(1 - exp(-|a|)), 2012).
 * @example log1mExp(-1e-12) // -27.631021115929048
 */
export function log1mExp(x: number): number {
	return x > -Math.LN2 ? Math.log(-Math.expm1(x)) : Math.log1p(-Math.exp(x));
}

/**
 * ln of the sum of eˣ over all x; -Infinity without any.
 * @example logSumExp([1000, 999]) // 1000.3132616875182
 */
export function logSumExp(values: Float64Array | readonly number[]): number {
	let largest = -Infinity;
	for (const value of values) largest = Math.max(largest, value);
	if (largest === -Infinity) return largest;
	let sum = 0;
	for (const value of values) sum += Math.exp(value - largest);
	return largest + Math.log(sum);
}
