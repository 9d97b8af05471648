import { describe, expect, it } from 'vitest';
import { filterChips, filterMenus } from '#lib/server/filter-menus.ts';
import { METRICS } from '#warehouse/metrics/catalog.ts';
import { parseFilter } from '#warehouse/metrics/filter.ts';
import type { FilterOption } from '#warehouse/reads/filter-options.ts';

const options: FilterOption[] = [
	{
		dimension: 'country',
		name: { en: 'Country', de: 'Land' },
		values: ['Germany', 'Austria', null].map((value) => ({ value, rows_count: 1 })),
	},
	{
		dimension: 'is_identified',
		name: { en: 'Customer known', de: 'Kunde bekannt' },
		values: [true, false].map((value) => ({ value, rows_count: 1 })),
	},
];
const filter = (text: string) => parseFilter(text, METRICS.net_revenue.dimensions);

describe('filterMenus', () => {
	it('leads from no filter to each value', () => {
		const [countries, identified] = filterMenus(options, null);
		expect(countries?.values.map(({ where }) => where)).toEqual([
			"country = 'Germany'",
			"country = 'Austria'",
			'country is null',
		]);
		expect(identified?.values.map(({ where }) => where)).toEqual(['is_identified', 'not is_identified']);
		expect(countries?.values.some(({ isPicked }) => isPicked)).toBe(false);
	});

	it('adds a value to those picked, drops a picked one, and keeps the other dimensions', () => {
		const [countries] = filterMenus(options, filter("country = 'Germany' and is_identified"));
		expect(countries?.values.map(({ isPicked, where }) => [isPicked, where])).toEqual([
			[true, 'is_identified'],
			[false, "country in ('Germany', 'Austria') and is_identified"],
			[false, "(country = 'Germany' or country is null) and is_identified"],
		]);
		expect(countries?.whereWithout).toBe('is_identified');
	});

	it('leads to filters that can be read again', () => {
		for (const menu of filterMenus(options, filter("country in ('Germany', 'Austria')"))) {
			for (const { where } of menu.values) expect(() => filter(where)).not.toThrow();
		}
	});
});

describe('filterChips', () => {
	it('names every picked value with the filter left without it, of dimensions that no menu offers too', () => {
		const chips = filterChips(filter("country in ('Germany', 'Austria') and product = 'p1'"));
		expect(chips?.map(({ dimension, value, where }) => [dimension, value, where])).toEqual([
			['country', 'Germany', "country = 'Austria' and product = 'p1'"],
			['country', 'Austria', "country = 'Germany' and product = 'p1'"],
			['product', 'p1', "country in ('Germany', 'Austria')"],
		]);
	});

	it('has none without a filter, and null for one that says more than picking can', () => {
		expect(filterChips(null)).toEqual([]);
		expect(filterChips(filter("country != 'Germany'"))).toBeNull();
	});
});
