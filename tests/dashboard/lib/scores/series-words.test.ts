import { expect, test } from 'vitest';
import { parseForecastQuery } from '#lib/scores/forecast-query.ts';
import { forecastHref, seriesName } from '#lib/scores/series-words.ts';

test('series are named: the whole, a country in the reader’s language, a category as it is', () => {
	expect(seriesName('total', null)).toBe('Total');
	expect(seriesName('country', 'Germany')).toBe('Germany');
	expect(seriesName('category', 'uncategorised')).toBe('Without category');
});

test.each([
	['total', null, 'month', '/forecast'],
	['total', null, 'week', '/forecast?grain=week'],
	['category', 'Kids & Co', 'week', '/forecast?grain=week&series=category&value=Kids+%26+Co'],
] as const)('the address of %s %s by %s reads back', (series, value, grain, href) => {
	expect(forecastHref(series, value, grain)).toBe(href);
	expect(parseForecastQuery(new URL(href, 'http://localhost'))).toEqual({
		query: { series, series_value: value, grain },
		dropped: [],
	});
});

test('what an address says that cannot be read is left out and named', () => {
	const parse = (search: string) => parseForecastQuery(new URL(`http://localhost/forecast${search}`));
	const total = { series: 'total', series_value: null, grain: 'month' };
	expect(parse('?grain=year')).toEqual({ query: total, dropped: [{ key: 'grain', value: 'year' }] });
	expect(parse('?series=planet&value=Mars')).toEqual({ query: total, dropped: [{ key: 'series', value: 'planet' }] });
	expect(parse('?series=country')).toEqual({ query: total, dropped: [{ key: 'series', value: 'country' }] });
});
