import { parseListState } from '#lib/records/list-state.ts';
import { editTicked } from '#lib/server/records/bulk.ts';
import { listCompaniesPage } from '#lib/server/records/companies.ts';
import { readForm } from '#lib/server/records/save.ts';
import type { Actions, PageServerLoad } from './$types';
import { companiesView } from '#lib/records/list-views.ts';

/** The companies that the address searches, filters and sorts, as they are now. */
export const load: PageServerLoad = async ({ url }) => {
	const state = parseListState(url, companiesView);
	return { state, ...(await listCompaniesPage(state)) };
};

export const actions: Actions = {
	/** Sets a field of every ticked company, or deletes them. */
	bulk: async ({ request }) => editTicked(await readForm(request), 'company', ['company_type', 'owner_id']),
};
