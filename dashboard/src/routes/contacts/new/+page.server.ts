import { redirect } from '@sveltejs/kit';
import { addContact } from '#lib/server/records/contacts.ts';
import { leaveWords } from '#lib/server/records/said.ts';
import { isFailure, readForm } from '#lib/server/records/save.ts';
import type { Actions } from './$types';

export const actions: Actions = {
	create: async ({ request, cookies }) => {
		const saved = await addContact(await readForm(request));
		if (isFailure(saved)) return saved;
		leaveWords(cookies, { key: 'created', batchId: saved.batchId });
		redirect(303, `/contacts/${saved.result.contact_id}`);
	},
};
