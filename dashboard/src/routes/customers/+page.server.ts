import { parseViewState } from '#lib/filters/view-state.ts';
import { parseScoreFilters } from '#lib/scores/score-filters.ts';
import { readCustomers } from '#lib/server/customers.ts';
import { requireSnapshot } from '#lib/server/warehouse.ts';
import type { PageServerLoad } from './$types';
import { customersView } from './view-options.ts';

/** The customers that the address searches, filters and sorts. */
export const load: PageServerLoad = async ({ locals, url }) => {
	const snapshot = requireSnapshot(locals);
	const { filters: scores, dropped: droppedScores } = parseScoreFilters(url);
	const { state, dropped } = parseViewState(url, customersView(scores));
	const list = await readCustomers(snapshot, state, scores);
	return {
		state: { ...state, where: list.problem === null ? state.where : '', page: list.page },
		scores,
		dropped: [...dropped, ...droppedScores, ...(list.problem === null ? [] : [{ key: 'where', value: state.where }])],
		list,
		currency: snapshot.facts.currency,
	};
};
