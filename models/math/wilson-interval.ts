/** The 97.5 % point of the normal distribution. */
const Z_95 = 1.959963984540054;

export interface ShareInterval {
	readonly lower: number;
	readonly upper: number;
}

/**
 * Wilson's 95 % score interval of a share of `successes` among `trials` (JASA 22, 1927, 209-212): unlike the one by the
 * normal approximation it stays within 0 and 1 and keeps its width at either end. Without trials nothing is known: 0 to 1.
 * @example wilsonInterval(8, 10) // { lower: 0.490, upper: 0.943 }
 */
export function wilsonInterval(successes: number, trials: number): ShareInterval {
	if (trials <= 0) return { lower: 0, upper: 1 };
	const share = successes / trials;
	const z2 = Z_95 * Z_95;
	const middle = (share + z2 / (2 * trials)) / (1 + z2 / trials);
	const reach = (Z_95 / (1 + z2 / trials)) * Math.sqrt((share * (1 - share)) / trials + z2 / (4 * trials * trials));
	return { lower: Math.max(0, middle - reach), upper: Math.min(1, middle + reach) };
}
