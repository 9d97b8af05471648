import { error, redirect } from '@sveltejs/kit';
import { changeLead, readLead, removeLead, turnIntoContact } from '#lib/server/records/leads.ts';
import { leaveWords } from '#lib/server/records/said.ts';
import { isFailure, readForm } from '#lib/server/records/save.ts';
import type { Actions, PageServerLoad } from './$types';

/** One lead as it is now, with whom it may be of already. */
export const load: PageServerLoad = async ({ params, url, locals }) => {
	const lead = await readLead(params.id);
	if (lead === null) error(404, 'not found');
	return { ...lead, isEditing: url.searchParams.has('edit'), currency: locals.snapshot?.facts.currency ?? 'EUR' };
};

export const actions: Actions = {
	save: async ({ request, params }) => {
		const saved = await changeLead(params.id, await readForm(request));
		return isFailure(saved) ? saved : { batchId: saved.batchId };
	},

	/** Makes the lead a contact, with a company and a deal where wanted, and goes to what it has become. */
	convert: async ({ request, params, cookies }) => {
		const saved = await turnIntoContact(params.id, await readForm(request));
		if (isFailure(saved)) return saved;
		leaveWords(cookies, { key: 'converted', batchId: saved.batchId });
		const { dealId, contactId } = saved.result;
		redirect(303, dealId === null ? `/contacts/${contactId}` : `/deals/${dealId}`);
	},

	delete: async ({ request, params, cookies }) => {
		const saved = await removeLead(params.id, await readForm(request));
		if (isFailure(saved)) return saved;
		leaveWords(cookies, { key: 'deleted', batchId: saved.batchId });
		redirect(303, '/leads');
	},
};
