import type { Connection } from '#warehouse/database.ts';
import { choicesFromFilter, filterFromChoices } from '#warehouse/metrics/filter-choices.ts';
import { RequestError } from '#warehouse/metrics/request-error.ts';
import type { MetricId } from '#warehouse/metrics/catalog.ts';
import { cohortMatrix } from '#warehouse/reads/cohorts.ts';
import type { CohortCell } from '#warehouse/reads/cohorts.ts';
import { revenueDrivers } from '#warehouse/reads/drivers.ts';
import { newAndReturningCustomers } from '#warehouse/reads/new-and-returning.ts';
import { revenueBy, revenueOverTime } from '#warehouse/reads/revenue.ts';
import { readScope } from '#warehouse/reads/scope.ts';
import type { Scope } from '#warehouse/reads/scope.ts';
import { countRecords } from '#warehouse/reads/count-records.ts';
import { readTiles } from '#warehouse/reads/tiles.ts';
import { comparisonDays, periodDays } from '#lib/filters/period.ts';
import type { ViewState } from '#lib/filters/view-state.ts';
import { readRevenueAhead, readScoreTiles } from './overview-scores.ts';
import { filterChips, filterMenus, readFilterOptions } from './filter-menus.ts';
import type { RequestSnapshot } from './warehouse.ts';

const SHOWN_COHORTS = 13;
const SHOWN_VALUES = 6;

/** A cohort as the table of cohorts takes it. */
interface CohortRow {
	cohort_month: string;
	customers: number;
	retention: (number | null)[];
}

/** Rows of the cohort table: shares of the months after the first. */
function cohortRows(cells: readonly CohortCell[]): CohortRow[] {
	const rows = new Map<string, CohortRow>();
	for (const cell of cells) {
		const row = rows.get(cell.cohort_month) ?? {
			cohort_month: cell.cohort_month,
			customers: cell.size,
			retention: [],
		};
		if (cell.months_since > 0) row.retention[cell.months_since - 1] = cell.retention;
		rows.set(cell.cohort_month, row);
	}
	return [...rows.values()].map((row) => ({ ...row, retention: Array.from(row.retention, (share) => share ?? null) }));
}

/** A filter that can be read, or null with the reason why it cannot. */
async function scopeOf(
	db: Connection,
	snapshot: RequestSnapshot,
	state: ViewState,
): Promise<{ scope: Scope; problem: string | null }> {
	const { asOf, firstEventOn } = snapshot.facts;
	const period = periodDays(state.period, asOf, firstEventOn ?? asOf);
	const compare = comparisonDays(period, state.compare) === null || state.compare === 'none' ? null : state.compare;
	try {
		return { scope: await readScope(db, { period, compare, where: state.where }), problem: null };
	} catch (error) {
		if (!(error instanceof RequestError)) throw error;
		return { scope: await readScope(db, { period, compare }), problem: error.message };
	}
}

/** Revenue by a dimension; where the filter picks some of its values, the others stand beside them. */
async function readBreakdown(db: Connection, scope: Scope, dimension: 'country' | 'category') {
	const choices = choicesFromFilter(scope.filter);
	const isPicked = choices?.[dimension] !== undefined;
	const filter = isPicked ? filterFromChoices({ ...choices, [dimension]: [] }) : scope.filter;
	return { isPicked, rows: await revenueBy(db, dimension, { ...scope, filter }, { top: SHOWN_VALUES }) };
}

async function readCharts(db: Connection, scope: Scope) {
	const revenue = await revenueOverTime(db, scope);
	return {
		drivers: await revenueDrivers(db, scope),
		revenue,
		ahead: await readRevenueAhead(db, scope, revenue),
		customers: await newAndReturningCustomers(db, scope),
		countries: await readBreakdown(db, scope, 'country'),
		categories: await readBreakdown(db, scope, 'category'),
	};
}

const SALES_TILES = [
	'won_revenue',
	'win_rate',
	'open_pipeline',
	'weighted_pipeline',
	'average_deal_size',
] as const satisfies readonly MetricId[];

const SERVICE_TILES = [
	'tickets_opened',
	'tickets_open',
	'first_response_minutes',
	'resolution_minutes',
	'csat',
] as const satisfies readonly MetricId[];

/** Figures of sales and service where there are any: orders are filtered by other things, so no filter is applied. */
async function readOtherTiles(db: Connection, scope: Scope) {
	const bare = { ...scope, filter: null, where: '' };
	const found = await countRecords(db);
	return {
		sales: found.deals > 0 ? await readTiles(db, bare, SALES_TILES) : [],
		service: found.tickets > 0 ? await readTiles(db, bare, SERVICE_TILES) : [],
	};
}

/** Tiles and charts are read at the same time; what depends on less than the whole state is kept on its own. */
async function readAll(db: Connection, snapshot: RequestSnapshot, state: ViewState) {
	const { scope, problem } = await scopeOf(db, snapshot, state);
	const otherKey = `other tiles ${JSON.stringify([scope.days, scope.compared])}`;
	const [tiles, scores, others, charts, cohorts, options] = await Promise.all([
		snapshot.read((other) => readTiles(other, scope)),
		snapshot.read((other) => readScoreTiles(other, scope)),
		snapshot.cached(otherKey, (other) => readOtherTiles(other, scope)),
		readCharts(db, scope),
		snapshot.cached(`cohorts ${scope.where}`, (other) => cohortMatrix(other, scope, { cohorts: SHOWN_COHORTS })),
		readFilterOptions(snapshot),
	]);
	return {
		days: scope.days,
		compared: scope.compared,
		comparedWanted: scope.comparedWanted,
		where: scope.where,
		problem,
		tiles,
		scores,
		...others,
		...charts,
		cohorts: {
			rows: cohortRows(cohorts.cells),
			lastIsIncomplete: cohorts.cells.some((cell) => cell.is_incomplete),
			ignored: cohorts.ignored,
		},
		filters: filterMenus(options, scope.filter),
		chips: filterChips(scope.filter),
	};
}

export type Overview = Awaited<ReturnType<typeof readAll>>;

/** Everything the Overview shows for a state of its address. A filter that cannot be read is left out and named. */
export function readOverview(snapshot: RequestSnapshot, state: ViewState): Promise<Overview> {
	const { period, compare, where } = state;
	return snapshot.cached(`overview ${JSON.stringify([period, compare, where])}`, (db) => readAll(db, snapshot, state));
}
