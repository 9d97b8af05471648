import { campaignsView } from '#lib/records/campaign-views.ts';
import { parseListState } from '#lib/records/list-state.ts';
import { listCampaignsPage, setOfCampaigns } from '#lib/server/records/campaigns.ts';
import { readForm } from '#lib/server/records/save.ts';
import type { Actions, PageServerLoad } from './$types';

/** The campaigns that the address searches, filters and sorts, as they are now. */
export const load: PageServerLoad = async ({ url }) => {
	const state = parseListState(url, campaignsView);
	return { state, ...(await listCampaignsPage(state)) };
};

export const actions: Actions = {
	/** Sets a field of every ticked campaign, or deletes them. */
	bulk: async ({ request }) => setOfCampaigns(await readForm(request)),
};
