import { CATEGORIES, PRODUCT_LINES } from './categories.ts';
import type { Category } from './categories.ts';
import { createRandom } from './random.ts';

export interface Product {
	/** Place in the range. */
	readonly index: number;
	readonly productId: string;
	readonly name: string;
	readonly category: Category;
	/** In cents of EUR. */
	readonly unitCost: number;
	/** When the history begins, in cents of EUR, before it was rounded to a price. */
	readonly firstPrice: number;
	/** Share by which the price rises each February. */
	readonly yearlyRise: number;
	/** 0 to 1. */
	readonly popularity: number;
}

const FIRST_NUMBER = 1000;
const YEARS = 3;

/** Every thing in every line: the range of products of a seed, 400 of them. */
export function createProducts(seed: number): readonly Product[] {
	const random = createRandom(seed, 'products');
	const between = (low: number, high: number): number => low + (high - low) * random.uniform();
	const things = CATEGORIES.flatMap((category) => category.things.map((thing) => ({ category, thing })));
	const parts = things.flatMap((part) => PRODUCT_LINES.map((line, step) => ({ ...part, line, step })));
	return parts.map(({ category, thing: [name, from, to], line, step }, index): Product => {
		// Prices climb from the cheapest line to the dearest in equal ratios, give or take a little.
		const climb = step / (PRODUCT_LINES.length - 1);
		const firstPrice = 100 * from * (to / from) ** climb * between(0.95, 1.05);
		const yearlyRise = between(0.015, 0.045);
		const cost = firstPrice * (1 + yearlyRise) ** YEARS * category.costShare * between(0.92, 1.08);
		return {
			index,
			productId: `KD-${FIRST_NUMBER + index}`,
			name: `${name} "${line}"`,
			category,
			unitCost: Math.round(cost),
			firstPrice,
			yearlyRise,
			popularity: random.uniform(),
		};
	});
}
