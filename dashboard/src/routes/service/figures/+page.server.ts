import { parseViewState } from '#lib/filters/view-state.ts';
import { readServiceFigures } from '#lib/server/records/service-figures.ts';
import { requireSnapshot } from '#lib/server/warehouse.ts';
import type { PageServerLoad } from './$types';

/** The figures of service for the period, comparison and filter of the address, as of the snapshot. */
export const load: PageServerLoad = async ({ url, locals }) => {
	const snapshot = requireSnapshot(locals);
	const { state, dropped } = parseViewState(url);
	const figures = await readServiceFigures(snapshot, state);
	if (figures.problem !== null) dropped.push({ key: 'where', value: `${state.where} – ${figures.problem}` });
	return { state, dropped, figures, currency: snapshot.facts.currency };
};
