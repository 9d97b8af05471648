import { error, redirect } from '@sveltejs/kit';
import { changeContact, giveConsent, readContact, removeContact } from '#lib/server/records/contacts.ts';
import { leaveWords } from '#lib/server/records/said.ts';
import { isFailure, readForm } from '#lib/server/records/save.ts';
import type { Actions, PageServerLoad } from './$types';

/** One contact as they are now, with what hangs on them. */
export const load: PageServerLoad = async ({ params, url, locals }) => {
	const contact = await readContact(locals.snapshot, params.id);
	if (contact === null) error(404, 'not found');
	return { ...contact, isEditing: url.searchParams.has('edit') };
};

export const actions: Actions = {
	save: async ({ request, params }) => {
		const saved = await changeContact(params.id, await readForm(request));
		return isFailure(saved) ? saved : { batchId: saved.batchId };
	},

	consent: async ({ request, params }) => {
		const saved = await giveConsent(params.id, await readForm(request));
		return isFailure(saved) ? saved : { batchId: saved.batchId };
	},

	delete: async ({ request, params, cookies }) => {
		const saved = await removeContact(params.id, await readForm(request));
		if (isFailure(saved)) return saved;
		leaveWords(cookies, { key: 'deleted', batchId: saved.batchId });
		redirect(303, '/contacts');
	},
};
