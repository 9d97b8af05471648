import { error } from '@sveltejs/kit';
import { parseViewState } from '#lib/filters/view-state.ts';
import { readRows } from '#lib/server/rows.ts';
import { requireSnapshot } from '#lib/server/warehouse.ts';
import type { PageServerLoad } from './$types';

/** The rows behind a figure of the Overview. */
export const load: PageServerLoad = async ({ locals, url }) => {
	const snapshot = requireSnapshot(locals);
	const { state } = parseViewState(url);
	const behind = await readRows(snapshot, url.searchParams.get('metric') ?? '', state);
	if (behind === null) error(404, 'no such metric or filter');
	return { state, behind, currency: snapshot.facts.currency };
};
