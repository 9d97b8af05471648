import { CATEGORIES } from './categories.ts';
import type { Calendar } from './calendar.ts';
import type { CustomerKind } from './demand.ts';
import type { Currency, Prices } from './prices.ts';
import type { Product } from './products.ts';
import { cumulate, exponential, itemAt, pickCumulative, wholeBelow } from './random.ts';
import type { Random } from './random.ts';

export interface OrderLine {
	readonly product: Product;
	/** Negative for what comes back. */
	readonly quantity: number;
	/** In cents of the order's currency; 0 for a free sample. */
	readonly unitPrice: number;
}

/** Who fills a basket. */
export interface Shopper {
	readonly kind: CustomerKind;
	readonly currency: Currency;
}

/** Fills a basket that comes to about `aim`, in EUR, at the prices of a day. */
export type FillBasket = (random: Random, shopper: Shopper, day: number, aim: number) => OrderLine[];

interface Habit {
	/** Lines of an order: chances of 1, 2, 3, … */
	readonly lines: Float64Array;
	/** Pieces of a line that somebody has in mind. */
	readonly pieces: readonly number[];
	readonly piecesChances: Float64Array;
	readonly mostPieces: number;
	/** What they pay of the price. */
	readonly priceShare: number;
}

const HABITS: Readonly<Record<CustomerKind, Habit>> = {
	consumer: {
		lines: cumulate([0.3, 0.28, 0.18, 0.11, 0.07, 0.04, 0.02]),
		pieces: [1, 2, 3, 4],
		piecesChances: cumulate([0.84, 0.1, 0.03, 0.03]),
		mostPieces: 12,
		priceShare: 1,
	},
	company: {
		lines: cumulate([0.1, 0.15, 0.18, 0.17, 0.13, 0.1, 0.07, 0.05, 0.05]),
		pieces: [1, 2, 4, 5, 6, 10, 12, 20],
		piecesChances: cumulate([0.12, 0.16, 0.16, 0.14, 0.14, 0.14, 0.08, 0.06]),
		mostPieces: 120,
		priceShare: 0.92,
	},
};

/** Nobody spreads less than this over one more line, in EUR. */
const LEAST_PER_LINE = 15;
const SAMPLE_SHARE = 0.016;
/** The long-run rate: what a Swiss aim in EUR is in CHF. */
const FRANC_IN_EURO = 1.05;
/** Places up and down the price list among which somebody chooses. */
const CHOICE = 3;
const CHOICE_BY_LIKING = 0.7;

/** Prices are looked at in bands, each twice as dear as the one before, from 4 EUR on. */
const FIRST_BAND = 400;
const BANDS = 9;

function bandOf(cents: number): number {
	return Math.min(Math.max(Math.floor(Math.log2(cents / FIRST_BAND)), 0), BANDS - 1);
}

/** Chances of the categories by month of the year and band: what the season asks for and the price allows. */
function categoryChances(shelves: readonly (readonly Product[])[]): readonly Float64Array[] {
	return Array.from({ length: 12 * BANDS }, (_, key) => {
		const month = Math.floor(key / BANDS);
		const low = FIRST_BAND * 2 ** (key % BANDS);
		return cumulate(
			shelves.map((shelf, index) => {
				const fitting = shelf.filter(({ firstPrice }) => firstPrice > low * 0.7 && firstPrice < low * 2.6);
				return fitting.length * (itemAt(CATEGORIES, index).season[month] ?? 1);
			}),
		);
	});
}

/** Shelves hold the products of a category from cheap to dear. */
function shelvesOf(products: readonly Product[]): readonly (readonly Product[])[] {
	return CATEGORIES.map((category) =>
		products.filter((product) => product.category === category).sort((a, b) => a.firstPrice - b.firstPrice),
	);
}

/** Makes the way that baskets of a range of products are filled. */
export function createBaskets(calendar: Calendar, products: readonly Product[], prices: Prices): FillBasket {
	const shelves = shelvesOf(products);
	const chances = categoryChances(shelves);
	const monthOfYear = Uint8Array.from(calendar.names, (name) => Number(name.slice(5, 7)) - 1);

	function choose(random: Random, day: number, currency: Currency, aim: number): Product {
		const key = (monthOfYear[day] ?? 0) * BANDS + bandOf(aim);
		const shelf = itemAt(shelves, pickCumulative(random, itemAt(chances, key)));
		let low = 0;
		let high = shelf.length - 1;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if (prices.on(itemAt(shelf, middle), day, currency) > aim) high = middle;
			else low = middle + 1;
		}
		const near = (): Product => {
			const place = low + wholeBelow(random, 2 * CHOICE + 1) - CHOICE;
			return itemAt(shelf, Math.min(Math.max(place, 0), shelf.length - 1));
		};
		const one = near();
		const other = near();
		const isByLiking = random.uniform() < CHOICE_BY_LIKING;
		return isByLiking && other.popularity > one.popularity ? other : one;
	}

	return function fill(random, shopper, day, aim) {
		const { kind, currency } = shopper;
		const habit = HABITS[kind];
		const total = (100 * aim) / (currency === 'CHF' ? FRANC_IN_EURO : 1);
		const most = Math.ceil(aim / LEAST_PER_LINE);
		const shares = Array.from(
			{ length: Math.min(1 + pickCumulative(random, habit.lines), most) },
			() => 0.4 + exponential(random, 1),
		);
		const sum = shares.reduce((all, share) => all + share, 0);
		const lines = shares.map((share): OrderLine => {
			const lineAim = (total * share) / sum;
			const pieces = itemAt(habit.pieces, pickCumulative(random, habit.piecesChances));
			const product = choose(random, day, currency, Math.max(lineAim / pieces / habit.priceShare, FIRST_BAND));
			const unitPrice = Math.round(prices.on(product, day, currency) * habit.priceShare);
			const quantity = Math.min(Math.max(Math.round(lineAim / unitPrice), 1), habit.mostPieces);
			return { product, quantity, unitPrice };
		});
		if (random.uniform() < SAMPLE_SHARE) {
			lines.push({
				product: itemAt(itemAt(shelves, wholeBelow(random, shelves.length)), 0),
				quantity: 1,
				unitPrice: 0,
			});
		}
		return lines;
	};
}
