import type { DroppedParam } from '#lib/filters/view-state.ts';
import type { ForecastGrain, ForecastSeries } from '#warehouse/reads/forecast.ts';

/** Which forecast a page shows, as its address says it. */
export interface ForecastQuery extends ForecastSeries {
	readonly grain: ForecastGrain;
}

/** Reads `?grain=week&series=country&value=Germany`; the total by months where nothing, or nothing readable, is said. */
export function parseForecastQuery(url: { readonly searchParams: Pick<URLSearchParams, 'get'> }): {
	query: ForecastQuery;
	dropped: DroppedParam[];
} {
	const dropped: DroppedParam[] = [];
	const asked = { grain: url.searchParams.get('grain'), series: url.searchParams.get('series') };
	if (asked.grain !== null && asked.grain !== 'week' && asked.grain !== 'month') {
		dropped.push({ key: 'grain', value: asked.grain });
	}
	const grain = asked.grain === 'week' ? 'week' : 'month';
	const value = url.searchParams.get('value');
	if ((asked.series === 'country' || asked.series === 'category') && value !== null && value !== '') {
		return { query: { grain, series: asked.series, series_value: value }, dropped };
	}
	if (asked.series !== null && asked.series !== 'total') dropped.push({ key: 'series', value: asked.series });
	return { query: { grain, series: 'total', series_value: null }, dropped };
}
