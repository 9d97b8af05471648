/** From here on the terms used of the asymptotic series are exact to the last digit. */
const LARGE = 10;

/**
 * ψ'(x), the derivative of digamma, for x > 0; NaN below 0, Infinity at 0. Asymptotic series, reached from below by
 * ψ'(x) = ψ'(x + 1) + 1/x² (NIST DLMF 5.15.5, 5.15.8).
 * @example trigamma(1) // 1.6449340668482264, π²/6
 */
export function trigamma(x: number): number {
	let sum = 0;
	let shifted = x;
	while (shifted < LARGE) {
		if (shifted < 0) return Number.NaN;
		sum += 1 / (shifted * shifted);
		shifted += 1;
	}
	const y = 1 / (shifted * shifted);
	const tail = 1 / 30 - y * (5 / 66 - y * (691 / 2730 - (y * 7) / 6));
	const series = 1 + y * (1 / 6 - y * (1 / 30 - y * (1 / 42 - y * tail)));
	return series / shifted + 0.5 * y + sum;
}
