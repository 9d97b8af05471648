import { createRandom } from '#models/math/random.ts';
import type { PurchaseModel, PurchaseParameters } from '#models/purchase/purchase-model.ts';

export interface Simulation {
	readonly model: PurchaseModel['model'];
	readonly parameters: PurchaseParameters;
	readonly customers: number;
	/** Customers were observed for a time drawn evenly between these. */
	readonly ages: readonly [number, number];
	readonly horizon: number;
	readonly seed: number;
	readonly spend?: { readonly p: number; readonly q: number; readonly gamma: number };
}

/** Customers who live exactly as the model says, and what they did in the time after. */
export function simulatePurchases(simulation: Simulation) {
	const { model, parameters, customers, ages, horizon, seed, spend = { p: 4, q: 4, gamma: 30 } } = simulation;
	const random = createRandom(seed);
	const column = (): Float64Array => new Float64Array(customers);
	const [x, tx, T, monetary] = [column(), column(), column(), column()];
	const [isAlive, purchases, money] = [column(), column(), column()];
	for (let row = 0; row < customers; row += 1) {
		const age = ages[0] + random.uniform() * (ages[1] - ages[0]);
		const rate = random.gamma(parameters.r, parameters.alpha);
		const dropout = random.beta(parameters.a, parameters.b);
		const nu = random.gamma(spend.q, spend.gamma);
		let count = 0;
		let last = 0;
		let sum = 0;
		let diedAt = model === 'mbg-nbd' && random.uniform() < dropout ? 0 : Infinity;
		for (let time = random.exponential(rate); diedAt === Infinity && time <= age + horizon;) {
			const amount = random.gamma(spend.p, nu);
			if (time <= age) {
				count += 1;
				last = time;
				sum += amount;
			} else {
				purchases[row] = (purchases[row] ?? 0) + 1;
				money[row] = (money[row] ?? 0) + amount;
			}
			if (random.uniform() < dropout) diedAt = time;
			time += random.exponential(rate);
		}
		x[row] = count;
		tx[row] = last;
		T[row] = age;
		monetary[row] = count > 0 ? sum / count : 0;
		isAlive[row] = diedAt > age ? 1 : 0;
	}
	return { rows: { x, tx, T, monetary }, isAlive, purchases, money };
}
