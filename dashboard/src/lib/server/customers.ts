import type { Connection } from '#warehouse/database.ts';
import { choicesFromFilter } from '#warehouse/metrics/filter-choices.ts';
import { parseFilter } from '#warehouse/metrics/filter.ts';
import type { Filter } from '#warehouse/metrics/filter.ts';
import { RequestError } from '#warehouse/metrics/request-error.ts';
import { CUSTOMER_SORTS, listCustomers } from '#warehouse/reads/customers.ts';
import type { CustomerListOptions } from '#warehouse/reads/customers.ts';
import type { FilterOption } from '#warehouse/reads/filter-options.ts';
import { hasScores } from '#warehouse/reads/list-customers.ts';
import type { ViewState } from '#lib/filters/view-state.ts';
import type { ScoreFilters } from '#lib/scores/score-filters.ts';
import { filterChips, filterMenus, readFilterOptions } from './filter-menus.ts';
import type { RequestSnapshot } from './warehouse.ts';

export const CUSTOMERS_PER_PAGE = 50;
const FILTERED_BY = ['country', 'customer_kind'] as const;

/** The filter of the address where it picks countries and kinds; else none, with the reason. */
function readFilter(where: string): { filter: Filter | null; problem: string | null } {
	try {
		const filter = parseFilter(where, FILTERED_BY);
		return choicesFromFilter(filter) === null
			? { filter: null, problem: 'only picked values' }
			: { filter, problem: null };
	} catch (error) {
		if (!(error instanceof RequestError)) throw error;
		return { filter: null, problem: error.message };
	}
}

function texts(values: readonly unknown[] | undefined): (string | null)[] {
	return (values ?? []).filter((value) => value === null || typeof value === 'string');
}

function scoreOptions({ segments, statuses, alive, expected }: ScoreFilters): CustomerListOptions {
	const share = (percent: number | null): number | null => (percent === null ? null : percent / 100);
	return {
		segments,
		statuses,
		minPAlive: share(alive.least),
		maxPAlive: share(alive.most),
		minExpectedRevenue: expected.least,
		maxExpectedRevenue: expected.most,
	};
}

async function readAll(db: Connection, state: ViewState, scores: ScoreFilters, options: readonly FilterOption[]) {
	const isScored = await hasScores(db);
	const { filter, problem } = readFilter(state.where);
	const choices = choicesFromFilter(filter) ?? {};
	const countries = texts(choices.country);
	const kinds = texts(choices.customer_kind);
	const wanted: CustomerListOptions = {
		search: state.q,
		sort: CUSTOMER_SORTS.find((sort) => sort === state.sort) ?? 'net_revenue',
		direction: state.dir,
		limit: CUSTOMERS_PER_PAGE,
		isScored,
		...scoreOptions(scores),
		...(countries.length === 0 ? {} : { countries }),
		...(kinds.length === 0 ? {} : { kinds }),
	};
	const list = await listCustomers(db, { ...wanted, offset: (state.page - 1) * CUSTOMERS_PER_PAGE });
	const pages = Math.max(1, Math.ceil(list.count / CUSTOMERS_PER_PAGE));
	// A page past the end, as an old link may name it, shows the last one.
	const page = Math.min(state.page, pages);
	const shown =
		page === state.page ? list : await listCustomers(db, { ...wanted, offset: (page - 1) * CUSTOMERS_PER_PAGE });
	const offered = options.filter(({ dimension }) =>
		FILTERED_BY.some((dimensionOffered) => dimensionOffered === dimension),
	);
	return {
		...shown,
		page,
		pages,
		isScored,
		problem,
		filters: filterMenus(offered, filter),
		chips: filterChips(filter) ?? [],
	};
}

export type CustomersPage = Awaited<ReturnType<typeof readAll>>;

/** A page of customers as the address sorts, filters and searches them. */
export async function readCustomers(
	snapshot: RequestSnapshot,
	state: ViewState,
	scores: ScoreFilters,
): Promise<CustomersPage> {
	const { where, sort, dir, q, page } = state;
	const options = await readFilterOptions(snapshot);
	const key = `customers ${JSON.stringify([where, sort, dir, q, page, scores])}`;
	return snapshot.cached(key, (db) => readAll(db, state, scores, options));
}
