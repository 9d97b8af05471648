import type { Calendar } from './calendar.ts';
import type { Product } from './products.ts';
import { promotionsOf } from './promotions.ts';

export type Currency = 'EUR' | 'CHF';

/** What every product costs on every day. */
export interface Prices {
	/** In cents of the currency. */
	on(product: Product, day: number, currency: Currency): number;
	/** On the last day and without a promotion, in cents of EUR. */
	list(product: Product): number;
}

/** Prices rise on 1 February. */
const RISE_ON = '02-01';
/** A Swiss customer pays so many CHF where others pay one EUR. */
const SWISS_FACTOR = 1.08;

/** A price as shops write it: 4.99, 24.95, 329.95. */
function shopPrice(cents: number): number {
	return cents < 1000 ? Math.round(cents / 10) * 10 - 1 : Math.round(cents / 100) * 100 - 5;
}

/** Years of price rises by day. */
function risesByDay(calendar: Calendar): Uint8Array {
	let rises = 0;
	return Uint8Array.from(calendar.names, (name) => (name.endsWith(RISE_ON) ? (rises += 1) : rises));
}

/** The largest discount of a category on each day. */
function discountsOf(calendar: Calendar, category: string): Float64Array {
	const years = [...new Set(calendar.names.map((name) => Number(name.slice(0, 4))))];
	const promotions = years
		.flatMap((year) => promotionsOf(year))
		.filter(({ categories }) => categories?.includes(category) ?? true);
	return Float64Array.from(calendar.names, (name) =>
		Math.max(0, ...promotions.filter(({ from, to }) => name >= from && name <= to).map(({ discount }) => discount)),
	);
}

/** Works out the price of every product on every day, once. */
export function createPrices(calendar: Calendar, products: readonly Product[]): Prices {
	const { days } = calendar;
	const rises = risesByDay(calendar);
	const discounts = new Map(
		[...new Set(products.map(({ category }) => category.name))].map((name) => [name, discountsOf(calendar, name)]),
	);
	// The prices of one day lie together: a basket looks at many of them.
	const euros = new Int32Array(products.length * days);
	const francs = new Int32Array(products.length * days);
	const placeOf = (product: Product, day: number): number => day * products.length + product.index;
	const plain = (product: Product, day: number): number =>
		shopPrice(product.firstPrice * (1 + product.yearlyRise) ** (rises[day] ?? 0));
	for (const product of products) {
		const discount = discounts.get(product.category.name);
		let rise = -1;
		let price = 0;
		for (let day = 0; day < days; day += 1) {
			if (rises[day] !== rise) {
				rise = rises[day] ?? 0;
				price = plain(product, day);
			}
			const off = discount?.[day] ?? 0;
			const euro = off === 0 ? price : shopPrice(price * (1 - off));
			euros[placeOf(product, day)] = euro;
			francs[placeOf(product, day)] = shopPrice(euro * SWISS_FACTOR);
		}
	}
	return {
		on: (product, day, currency) => (currency === 'CHF' ? francs : euros)[placeOf(product, day)] ?? 0,
		list: (product) => plain(product, days - 1),
	};
}
