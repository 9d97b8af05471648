import { describe, expect, test } from 'vitest';
import { createCalendar } from '#demo/calendar.ts';
import { createPrices } from '#demo/prices.ts';
import { createProducts } from '#demo/products.ts';
import { itemAt } from '#demo/random.ts';

const calendar = createCalendar('2026-11-20');
const products = createProducts(1);
const prices = createPrices(calendar, products);
const indexOf = (day: string): number => calendar.names.indexOf(day);
const tent = itemAt(products, 0);
const jacket = itemAt(
	products.filter(({ name }) => name.startsWith('Rain jacket')),
	2,
);

describe('the range', () => {
	test('has 400 products in eight categories of 50, each with a number of its own', () => {
		expect(products).toHaveLength(400);
		expect(new Set(products.map(({ productId }) => productId)).size).toBe(400);
		const counts = Map.groupBy(products, ({ category }) => category.name);
		expect([...counts.values()].map((list) => list.length)).toEqual(Array.from({ length: 8 }, () => 50));
	});

	test('costs less than it sells for, reduced by the most that a promotion takes', () => {
		expect(products.filter((product) => product.unitCost > 0.75 * prices.list(product))).toEqual([]);
	});

	test('differs by seed', () => {
		expect(createProducts(2).map(({ unitCost }) => unitCost)).not.toEqual(products.map(({ unitCost }) => unitCost));
	});
});

describe('prices', () => {
	test('rise on 1 February by what the product’s rise says', () => {
		const before = prices.on(tent, indexOf('2025-01-31'), 'EUR');
		const after = prices.on(tent, indexOf('2025-02-01'), 'EUR');
		// Shop prices are rounded to a euro: half of one up or down on each side.
		expect(Math.abs(after - before * (1 + tent.yearlyRise))).toBeLessThanOrEqual(101);
		expect(after).toBeGreaterThan(before);
	});

	test('fall for the categories of a promotion and for its days alone', () => {
		const on = (product: typeof tent, day: string): number => prices.on(product, indexOf(day), 'EUR');
		// Winter sale, 7 to 20 January: a fifth off clothing.
		expect(on(jacket, '2025-01-07') / on(jacket, '2025-01-06')).toBeCloseTo(0.8, 1.7);
		expect(on(jacket, '2025-01-21')).toBe(on(jacket, '2025-01-06'));
		expect(on(tent, '2025-01-07')).toBe(on(tent, '2025-01-06'));
		// The week of Black Friday: 18 % off everything.
		expect(on(tent, '2024-11-29') / on(tent, '2024-11-24')).toBeCloseTo(0.82, 1.7);
	});

	test('are what shops write: 4.99 or 24.95', () => {
		const all = products.map((product) => prices.on(product, 500, 'EUR'));
		expect(all.filter((cents) => cents % 100 !== 95 && (cents > 1000 || cents % 10 !== 9))).toEqual([]);
	});

	test('are higher in CHF than in EUR', () => {
		expect(products.filter((product) => prices.on(product, 9, 'CHF') < prices.on(product, 9, 'EUR'))).toEqual([]);
	});

	test('end at the list price', () => {
		expect(prices.list(tent)).toBe(prices.on(tent, calendar.days - 1, 'EUR'));
	});
});
