import { parseViewState } from '#lib/filters/view-state.ts';
import { readRows } from '#lib/server/rows.ts';
import { requireSnapshot } from '#lib/server/warehouse.ts';
import type { PageServerLoad } from './$types';

/** The rows behind a figure of the Overview. */
export const load: PageServerLoad = async ({ locals, url }) => {
	const snapshot = requireSnapshot(locals);
	const { state, dropped } = parseViewState(url);
	const { behind, dropped: left } = await readRows(snapshot, url.searchParams.get('metric') ?? '', state);
	return {
		state: { ...state, where: behind.where, page: behind.page },
		dropped: [...dropped, ...left],
		behind,
		currency: snapshot.facts.currency,
	};
};
