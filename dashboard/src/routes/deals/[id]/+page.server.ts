import { error, redirect } from '@sveltejs/kit';
import { readDealScore } from '#lib/server/deal-score.ts';
import { changeDeal, moveToStage, readDealPage, removeDeal } from '#lib/server/records/deals.ts';
import { leaveWords } from '#lib/server/records/said.ts';
import { isFailure, readForm } from '#lib/server/records/save.ts';
import type { Actions, PageServerLoad } from './$types';

/** One deal as it is now, with its way through the stages. */
export const load: PageServerLoad = async ({ params, url, locals }) => {
	const deal = await readDealPage(params.id, locals.snapshot?.facts.zone ?? 'UTC');
	if (deal === null) error(404, 'not found');
	const { snapshot } = locals;
	const isOpen = deal.deal.outcome === 'open';
	return {
		...deal,
		isEditing: url.searchParams.has('edit'),
		/** Null where there is nothing to say: the deal is over, or the snapshot has no scores. */
		scoreOf: snapshot === null || !isOpen ? null : await readDealScore(snapshot, params.id),
		baseCurrency: snapshot?.facts.currency ?? deal.deal.currency,
	};
};

export const actions: Actions = {
	save: async ({ request, params }) => {
		const saved = await changeDeal(params.id, await readForm(request));
		return isFailure(saved) ? saved : { batchId: saved.batchId };
	},

	/** Moves the deal to another stage. */
	move: async ({ request, params }) => {
		const saved = await moveToStage(params.id, await readForm(request));
		return isFailure(saved) ? saved : { batchId: saved.batchId };
	},

	delete: async ({ request, params, cookies }) => {
		const saved = await removeDeal(params.id, await readForm(request));
		if (isFailure(saved)) return saved;
		leaveWords(cookies, { key: 'deleted', batchId: saved.batchId });
		redirect(303, '/sales');
	},
};
