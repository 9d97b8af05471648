/**
 * The probability whose log odds are `x`: 1 / (1 + e⁻ˣ), without overflow at either end.
 * @example sigmoid(Math.log(3)) // 0.75
 */
export function sigmoid(x: number): number {
	if (x >= 0) return 1 / (1 + Math.exp(-x));
	const odds = Math.exp(x);
	return odds / (1 + odds);
}

/**
 * ln(1 + eˣ) without overflow above and without loss below (Mächler, Accurately computing log(1 − exp(−|a|)), 2012).
 * @example log1pExp(0) // 0.6931471805599453
 * @example log1pExp(800) // 800
 */
export function log1pExp(x: number): number {
	return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x));
}
