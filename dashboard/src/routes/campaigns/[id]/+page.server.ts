import { error, redirect } from '@sveltejs/kit';
import { membersView } from '#lib/records/campaign-views.ts';
import { parseListState } from '#lib/records/list-state.ts';
import { addMember, readMembers, setOfMembers } from '#lib/server/records/campaigns-members.ts';
import { readCampaignResult } from '#lib/server/records/campaigns-results.ts';
import {
	addCampaignCost,
	changeCampaign,
	readCampaignPage,
	removeCampaign,
	removeCampaignCost,
} from '#lib/server/records/campaigns.ts';
import { leaveWords } from '#lib/server/records/said.ts';
import { isFailure, readForm } from '#lib/server/records/save.ts';
import type { Actions, PageServerLoad } from './$types';

/** One campaign as it is now, with a page of its members: `?status=` and `?page=` are theirs. */
export const load: PageServerLoad = async ({ params, url, locals }) => {
	const page = await readCampaignPage(params.id);
	if (page === null) error(404, 'not found');
	const state = parseListState(url, membersView);
	return {
		...page,
		state,
		members: await readMembers(params.id, page.campaign.campaign_type, state),
		result: await readCampaignResult(locals.snapshot, params.id),
		baseCurrency: locals.snapshot?.facts.currency ?? '',
		today: Temporal.Now.plainDateISO(locals.snapshot?.facts.zone ?? 'UTC').toString(),
		currency: page.campaign.currency ?? locals.snapshot?.facts.currency ?? '',
		isEditing: url.searchParams.has('edit'),
	};
};

export const actions: Actions = {
	save: async ({ request, params }) => {
		const saved = await changeCampaign(params.id, await readForm(request));
		return isFailure(saved) ? saved : { batchId: saved.batchId };
	},

	member: async ({ request, params }) => {
		const saved = await addMember(params.id, await readForm(request));
		return isFailure(saved) ? saved : { batchId: saved.batchId, added: saved.result.added };
	},

	/** Takes every ticked member to a status, or out of the campaign. */
	bulk: async ({ request }) => setOfMembers(await readForm(request)),

	cost: async ({ request, params }) => {
		const saved = await addCampaignCost(params.id, await readForm(request));
		return isFailure(saved) ? saved : { batchId: saved.batchId };
	},

	uncost: async ({ request }) => {
		const saved = await removeCampaignCost(await readForm(request));
		return isFailure(saved) ? saved : { batchId: saved.batchId };
	},

	delete: async ({ request, params, cookies }) => {
		const saved = await removeCampaign(params.id, await readForm(request));
		if (isFailure(saved)) return saved;
		leaveWords(cookies, { key: 'deleted', batchId: saved.batchId });
		redirect(303, '/campaigns');
	},
};
