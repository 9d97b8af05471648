import { redirect } from '@sveltejs/kit';
import { addDeal, readNewDeal } from '#lib/server/records/deals.ts';
import { leaveWords } from '#lib/server/records/said.ts';
import { isFailure, readForm } from '#lib/server/records/save.ts';
import type { Actions, PageServerLoad } from './$types';

/** What a new deal starts with: `?company=` and `?contact=` say whose it is, `?stage=` where it begins. */
export const load: PageServerLoad = ({ url, locals }) =>
	readNewDeal(
		{
			companyId: url.searchParams.get('company'),
			contactId: url.searchParams.get('contact'),
			stageId: url.searchParams.get('stage'),
		},
		locals.snapshot?.facts.currency ?? '',
		locals.snapshot?.facts.zone ?? 'UTC',
	);

export const actions: Actions = {
	create: async ({ request, cookies }) => {
		const saved = await addDeal(await readForm(request));
		if (isFailure(saved)) return saved;
		leaveWords(cookies, { key: 'created', batchId: saved.batchId });
		redirect(303, `/deals/${saved.result.deal_id}`);
	},
};
