import { parseViewState } from '#lib/filters/view-state.ts';
import { readOverview } from '#lib/server/overview.ts';
import { requireSnapshot } from '#lib/server/warehouse.ts';
import type { PageServerLoad } from './$types';

/** The figures of the period, comparison and filter that the address names. */
export const load: PageServerLoad = async ({ locals, url }) => {
	const snapshot = requireSnapshot(locals);
	const { state, dropped } = parseViewState(url);
	const overview = await readOverview(snapshot, state);
	return {
		state: { ...state, where: overview.where },
		dropped:
			overview.problem === null
				? dropped
				: [...dropped, { key: 'where', value: `${state.where} – ${overview.problem}` }],
		overview,
		company: snapshot.facts.companyName,
		currency: snapshot.facts.currency,
	};
};
