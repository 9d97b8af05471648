import { redirect } from '@sveltejs/kit';
import { addCampaign } from '#lib/server/records/campaigns.ts';
import { leaveWords } from '#lib/server/records/said.ts';
import { isFailure, readForm } from '#lib/server/records/save.ts';
import type { Actions, PageServerLoad } from './$types';

/** The currency that a new campaign starts with. */
export const load: PageServerLoad = ({ locals }) => ({ currency: locals.snapshot?.facts.currency ?? '' });

export const actions: Actions = {
	create: async ({ request, cookies }) => {
		const saved = await addCampaign(await readForm(request));
		if (isFailure(saved)) return saved;
		leaveWords(cookies, { key: 'created', batchId: saved.batchId });
		redirect(303, `/campaigns/${saved.result.campaign_id}`);
	},
};
