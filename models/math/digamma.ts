/** From here on the terms used of the asymptotic series are exact to the last digit. */
const LARGE = 10;

/**
 * ψ(x) = d ln Γ(x) / dx for x > 0; NaN below 0, -Infinity at 0. Asymptotic series, reached from below by
 * ψ(x) = ψ(x + 1) - 1/x (NIST DLMF 5.11.2, 5.5.2).
 * @example digamma(1) // -0.5772156649015329, Euler's constant
 */
export function digamma(x: number): number {
	if (x === 0) return -Infinity;
	let sum = 0;
	let shifted = x;
	while (shifted < LARGE) {
		if (shifted < 0) return Number.NaN;
		sum += 1 / shifted;
		shifted += 1;
	}
	const y = 1 / (shifted * shifted);
	const tail = 1 / 240 - y * (1 / 132 - y * (691 / 32760 - y / 12));
	const series = y * (1 / 12 - y * (1 / 120 - y * (1 / 252 - y * tail)));
	return Math.log(shifted) - 0.5 / shifted - series - sum;
}
