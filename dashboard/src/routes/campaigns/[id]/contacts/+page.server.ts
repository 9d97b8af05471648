import { error, redirect } from '@sveltejs/kit';
import { pickedContactsView } from '#lib/records/campaign-views.ts';
import { parseListState } from '#lib/records/list-state.ts';
import { addPicked, readContactsToPick } from '#lib/server/records/campaigns-members.ts';
import { leaveWords } from '#lib/server/records/said.ts';
import { isFailure, readForm } from '#lib/server/records/save.ts';
import type { Actions, PageServerLoad } from './$types';

/** The contacts to pick members of a campaign from, as the address searches and filters them. */
export const load: PageServerLoad = async ({ params, url }) => {
	const state = parseListState(url, pickedContactsView);
	const contacts = await readContactsToPick(params.id, state);
	if (contacts === null) error(404, 'not found');
	return { state, ...contacts };
};

export const actions: Actions = {
	/** Adds the ticked contacts, or all that the address finds, and goes back to the campaign. */
	add: async ({ request, params, url, cookies }) => {
		const state = parseListState(url, pickedContactsView);
		const saved = await addPicked(params.id, await readForm(request), state);
		if (isFailure(saved)) return saved;
		leaveWords(cookies, { key: 'saved', batchId: saved.batchId });
		redirect(303, `/campaigns/${params.id}#members`);
	},
};
