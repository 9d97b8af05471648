import { parseForecastQuery } from '#lib/scores/forecast-query.ts';
import { readForecast } from '#lib/server/forecast.ts';
import { requireSnapshot } from '#lib/server/warehouse.ts';
import type { PageServerLoad } from './$types';

/** The forecast of the series and grain that the address names. */
export const load: PageServerLoad = async ({ locals, url }) => {
	const snapshot = requireSnapshot(locals);
	const { query, dropped } = parseForecastQuery(url);
	const page = await readForecast(snapshot, query);
	const unknown = page !== null && !page.isKnown ? [{ key: 'value', value: query.series_value ?? '' }] : [];
	return { page, dropped: [...dropped, ...unknown], currency: snapshot.facts.currency };
};
