import { createRandom, normal } from './random.ts';

const MILLION = 1_000_000;

/** EUR for one CHF on each day, in millionths: a slow random walk that is pulled back to 1.05. */
export function createRates(seed: number, days: number): Int32Array {
	const random = createRandom(seed, 'rates');
	const rates = new Int32Array(days);
	let rate = 1.045;
	for (let day = 0; day < days; day += 1) {
		rate += 0.004 * (1.05 - rate) + 0.0025 * normal(random);
		rates[day] = Math.round(rate * MILLION);
	}
	return rates;
}
