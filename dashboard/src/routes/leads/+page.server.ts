import { parseListState } from '#lib/records/list-state.ts';
import { editTicked } from '#lib/server/records/bulk.ts';
import { listLeadsPage } from '#lib/server/records/leads.ts';
import { readForm } from '#lib/server/records/save.ts';
import type { Actions, PageServerLoad } from './$types';
import { leadsView } from '#lib/records/list-views.ts';

/** The leads that the address searches, filters and sorts, as they are now. */
export const load: PageServerLoad = async ({ url, locals }) => {
	const state = parseListState(url, leadsView);
	return { state, ...(await listLeadsPage(state)), currency: locals.snapshot?.facts.currency ?? 'EUR' };
};

export const actions: Actions = {
	/** Sets a field of every ticked lead, or deletes them. */
	bulk: async ({ request }) => editTicked(await readForm(request), 'lead', ['status', 'owner_id']),
};
