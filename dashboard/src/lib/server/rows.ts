import { METRICS } from '#warehouse/metrics/catalog.ts';
import type { MetricId } from '#warehouse/metrics/catalog.ts';
import { RequestError } from '#warehouse/metrics/request-error.ts';
import { rowsBehind } from '#warehouse/reads/rows-behind.ts';
import { periodDays } from '#lib/filters/period.ts';
import type { ViewState } from '#lib/filters/view-state.ts';
import type { RequestSnapshot } from './warehouse.ts';

const SHOWN = 200;

/** The newest rows that a metric was computed from; null for a metric or filter that does not exist. */
export async function readRows(snapshot: RequestSnapshot, metric: string, state: ViewState) {
	const { asOf, firstEventOn } = snapshot.facts;
	const { from, to } = periodDays(state.period, asOf, firstEventOn ?? asOf);
	const key = `rows ${JSON.stringify([metric, from, to, state.where])}`;
	try {
		const behind = await snapshot.cached(key, (db) => rowsBehind(db, { metric, from, to, where: state.where }, SHOWN));
		const { name, definition } = METRICS[metric as MetricId];
		return { ...behind, name, definition, from, to };
	} catch (error) {
		if (error instanceof RequestError) return null;
		throw error;
	}
}
