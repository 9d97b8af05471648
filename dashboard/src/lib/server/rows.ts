import type { Connection } from '#warehouse/database.ts';
import { METRICS } from '#warehouse/metrics/catalog.ts';
import type { MetricId } from '#warehouse/metrics/catalog.ts';
import type { Metric } from '#warehouse/metrics/metric.ts';
import { parseFilter } from '#warehouse/metrics/filter.ts';
import type { Filter } from '#warehouse/metrics/filter.ts';
import { RequestError } from '#warehouse/metrics/request-error.ts';
import { rowsBehind } from '#warehouse/reads/rows-behind.ts';
import { periodDays } from '#lib/filters/period.ts';
import type { DroppedParam, ViewState } from '#lib/filters/view-state.ts';
import { filterChips } from './filter-menus.ts';
import type { RequestSnapshot } from './warehouse.ts';

const ROWS_PER_PAGE = 50;
const FIRST_METRIC: MetricId = 'net_revenue';

function isMetric(name: string): name is MetricId {
	return Object.hasOwn(METRICS, name);
}

function readFilter(metric: MetricId, where: string): { filter: Filter | null; problem: string | null } {
	try {
		return { filter: parseFilter(where, METRICS[metric].dimensions), problem: null };
	} catch (error) {
		if (!(error instanceof RequestError)) throw error;
		return { filter: null, problem: error.message };
	}
}

async function readAll(db: Connection, snapshot: RequestSnapshot, metric: MetricId, state: ViewState) {
	const { asOf, firstEventOn } = snapshot.facts;
	const { from, to } = periodDays(state.period, asOf, firstEventOn ?? asOf);
	const { name, definition, isState }: Metric = METRICS[metric];
	// What is so as of the snapshot is shown whatever the period, as on its tile.
	const days = isState ? {} : { from, to };
	const { filter, problem } = readFilter(metric, state.where);
	const where = problem === null ? state.where : '';
	const readPage = (page: number) =>
		rowsBehind(db, { metric, where, ...days }, ROWS_PER_PAGE, (page - 1) * ROWS_PER_PAGE);
	let behind = await readPage(state.page);
	const pages = Math.max(1, Math.ceil(behind.count / ROWS_PER_PAGE));
	// A page past the end, as an old link may name it, shows the last one.
	const page = Math.min(state.page, pages);
	if (page !== state.page) behind = await readPage(page);
	return {
		...behind,
		metric,
		name,
		definition,
		/** Null where the period does not matter. */
		days: isState ? null : { from, to },
		asOf,
		where,
		problem,
		page,
		pages,
		size: ROWS_PER_PAGE,
		chips: filterChips(filter),
	};
}

export type RowsPage = Awaited<ReturnType<typeof readAll>>;

/**
 * A page of the rows that a metric was computed from, newest first. A metric that does not exist becomes net revenue,
 * a filter that cannot be read is left out; both are named in `dropped`.
 */
export async function readRows(
	snapshot: RequestSnapshot,
	metric: string,
	state: ViewState,
): Promise<{ behind: RowsPage; dropped: DroppedParam[] }> {
	const known = isMetric(metric) ? metric : FIRST_METRIC;
	const { period, where, page } = state;
	const key = `rows ${JSON.stringify([known, period, where, page])}`;
	const behind = await snapshot.cached(key, (db) => readAll(db, snapshot, known, state));
	const dropped: DroppedParam[] = [];
	if (known !== metric && metric !== '') dropped.push({ key: 'metric', value: metric });
	if (behind.problem !== null) dropped.push({ key: 'where', value: `${where} – ${behind.problem}` });
	return { behind, dropped };
}
