import { createRandom, cumulate, itemAt, normal, wholeBelow } from './random.ts';

export interface Product {
	readonly productId: string;
	readonly name: string;
	readonly category: string;
	/** In cents of EUR. */
	readonly unitCost: number;
	/** At the beginning, in cents of EUR. */
	readonly listPrice: number;
	/** Share of its sold lines that come back. */
	readonly returnRate: number;
	/** Week of the year in which it is reduced. */
	readonly promotionWeek: number;
}

export interface ProductRange {
	readonly products: readonly Product[];
	/** Running sums of popularity. */
	readonly popularity: Float64Array;
}

interface Category {
	readonly name: string;
	readonly things: readonly string[];
	/** Typical price in EUR. */
	readonly price: number;
	readonly margin: number;
	readonly returnRate: number;
	readonly weight: number;
}

const CATEGORIES: readonly Category[] = [
	{
		name: 'Tents and sleeping',
		things: ['Tent', 'Sleeping bag', 'Sleeping mat', 'Hammock', 'Tarp'],
		price: 129,
		margin: 0.38,
		returnRate: 0.05,
		weight: 0.8,
	},
	{
		name: 'Backpacks',
		things: ['Daypack', 'Trekking backpack', 'Duffel', 'Hip bag', 'Child carrier'],
		price: 89,
		margin: 0.42,
		returnRate: 0.05,
		weight: 1,
	},
	{
		name: 'Clothing',
		things: ['Rain jacket', 'Fleece', 'Merino shirt', 'Trekking trousers', 'Cap', 'Gloves', 'Socks'],
		price: 54,
		margin: 0.52,
		returnRate: 0.09,
		weight: 1.8,
	},
	{
		name: 'Footwear',
		things: ['Hiking boots', 'Trail shoes', 'Sandals', 'Gaiters'],
		price: 119,
		margin: 0.45,
		returnRate: 0.08,
		weight: 1,
	},
	{
		name: 'Kitchen',
		things: ['Pan', 'Kettle', 'Stove', 'Lunch box', 'Vacuum flask', 'Knife', 'Mug'],
		price: 29,
		margin: 0.48,
		returnRate: 0.02,
		weight: 1.7,
	},
	{
		name: 'Light and power',
		things: ['Headlamp', 'Lantern', 'Power bank', 'Solar panel', 'Batteries'],
		price: 39,
		margin: 0.36,
		returnRate: 0.03,
		weight: 1.2,
	},
	{
		name: 'Garden',
		things: ['Watering can', 'Secateurs', 'Garden chair', 'Bird house', 'Planter'],
		price: 34,
		margin: 0.44,
		returnRate: 0.03,
		weight: 1.1,
	},
	{
		name: 'Care and repair',
		things: ['Wax', 'Detergent', 'Repair kit', 'Seam sealer', 'Laces'],
		price: 12,
		margin: 0.58,
		returnRate: 0.01,
		weight: 1.4,
	},
];
const LINES = ['Alpin', 'Föhn', 'Gletscher', 'Isar', 'Karst', 'Lärche', 'Moor', 'Nebel', 'Ostwind', 'Passo', 'Quell'];
const PRODUCTS = 400;
/** Spread of prices within a category: the standard deviation of their logarithm. */
const PRICE_SPREAD = 0.45;

/** The range of products of a seed. */
export function createProducts(seed: number): ProductRange {
	const random = createRandom(seed, 0x70000001);
	const weights: number[] = [];
	const products = Array.from({ length: PRODUCTS }, (_, index): Product => {
		const category = itemAt(CATEGORIES, index % CATEGORIES.length);
		const round = Math.floor(index / CATEGORIES.length);
		const thing = category.things[round % category.things.length] ?? '';
		const line = LINES[wholeBelow(random, LINES.length)] ?? '';
		const price = Math.max(Math.round(category.price * Math.exp(PRICE_SPREAD * normal(random))), 3) * 100 - 5;
		// A few sell well, most sell now and then.
		weights.push(category.weight / (1 + 0.06 * wholeBelow(random, PRODUCTS)));
		return {
			productId: `KD-${String(1000 + index)}`,
			name: `${thing} ${line} ${1 + round}`,
			category: category.name,
			unitCost: Math.round(price * (1 - category.margin) * (0.92 + 0.16 * random.uniform())),
			listPrice: price,
			returnRate: category.returnRate,
			promotionWeek: 1 + wholeBelow(random, 52),
		};
	});
	return { products, popularity: cumulate(weights) };
}

const YEARLY_RISE = 1.035;
const PROMOTION = 0.85;
/** What a Swiss customer pays in CHF for one EUR of price. */
const SWISS_PRICE = 1.12;

/** Price of a product on a day, in cents of the currency; prices rise at the turn of each year of the company. */
export function priceOn(product: Product, day: number, currency: 'EUR' | 'CHF'): number {
	const year = Math.floor(day / 365);
	const isReduced = Math.floor((day % 365) / 7) + 1 === product.promotionWeek;
	const euro = product.listPrice * YEARLY_RISE ** year * (isReduced ? PROMOTION : 1);
	return Math.max(Math.round(currency === 'CHF' ? euro * SWISS_PRICE : euro), 1);
}
