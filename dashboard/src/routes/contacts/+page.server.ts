import { parseListState } from '#lib/records/list-state.ts';
import { editTicked } from '#lib/server/records/bulk.ts';
import { listContactsPage } from '#lib/server/records/contacts.ts';
import { readForm } from '#lib/server/records/save.ts';
import type { Actions, PageServerLoad } from './$types';
import { contactsView } from '#lib/records/list-views.ts';

/** The contacts that the address searches, filters and sorts, as they are now. */
export const load: PageServerLoad = async ({ url }) => {
	const state = parseListState(url, contactsView);
	return { state, ...(await listContactsPage(state)) };
};

export const actions: Actions = {
	/** Sets a field of every ticked contact, or deletes them. */
	bulk: async ({ request }) => editTicked(await readForm(request), 'contact', ['owner_id']),
};
