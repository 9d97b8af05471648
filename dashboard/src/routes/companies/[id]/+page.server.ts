import { error, redirect } from '@sveltejs/kit';
import { changeCompany, readCompany, removeCompany } from '#lib/server/records/companies.ts';
import { leaveWords } from '#lib/server/records/said.ts';
import { isFailure, readForm } from '#lib/server/records/save.ts';
import type { Actions, PageServerLoad } from './$types';

/** One company as it is now, with what hangs on it. */
export const load: PageServerLoad = async ({ params, url, locals }) => {
	const company = await readCompany(locals.snapshot, params.id);
	if (company === null) error(404, 'not found');
	return { ...company, isEditing: url.searchParams.has('edit'), currency: locals.snapshot?.facts.currency ?? 'EUR' };
};

export const actions: Actions = {
	save: async ({ request, params }) => {
		const saved = await changeCompany(params.id, await readForm(request));
		return isFailure(saved) ? saved : { batchId: saved.batchId };
	},

	delete: async ({ request, params, cookies }) => {
		const saved = await removeCompany(params.id, await readForm(request));
		if (isFailure(saved)) return saved;
		leaveWords(cookies, { key: 'deleted', batchId: saved.batchId });
		redirect(303, '/companies');
	},
};
