import { valueName } from '#lib/filters/value-name.ts';
import { m } from '#lib/paraglide/messages.js';

/** What is forecast, in the reader's language: the whole, a country, a category. */
export function seriesName(series: string, value: string | null): string {
	return series === 'total' || value === null ? m.forecast_total() : valueName(series, value);
}

/** The page of a forecast; what it starts with needs no word in the address. */
export function forecastHref(series: string, value: string | null, grain: string): string {
	const params = new URLSearchParams();
	if (grain !== 'month') params.set('grain', grain);
	if (series !== 'total' && value !== null) {
		params.set('series', series);
		params.set('value', value);
	}
	const search = params.toString();
	return `/forecast${search === '' ? '' : `?${search}`}`;
}
