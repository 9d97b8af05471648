import { parseListState } from '#lib/records/list-state.ts';
import { ticketListOptions, ticketViewOf } from '#lib/records/ticket-views.ts';
import { isFailure, readForm } from '#lib/server/records/save.ts';
import { readServiceSheet } from '#lib/server/records/service-figures.ts';
import { readQueue, setOfRow, setOfTicked, solveRow } from '#lib/server/records/service.ts';
import type { Actions, PageServerLoad } from './$types';

/** The queue as its address looks at it, as it is now, and beside it the figures as of the snapshot, where there is one. */
export const load: PageServerLoad = async ({ url, locals }) => {
	const view = ticketViewOf(url);
	const state = parseListState(url, ticketListOptions(view));
	const sheet = locals.snapshot === null ? null : await readServiceSheet(locals.snapshot);
	return { view, state, ...(await readQueue(view, state)), sheet };
};

export const actions: Actions = {
	/** Sets the owner or the priority of one row. */
	set: async ({ request }) => {
		const saved = await setOfRow(await readForm(request));
		return isFailure(saved) ? saved : { batchId: saved.batchId };
	},

	solve: async ({ request }) => {
		const saved = await solveRow(await readForm(request));
		return isFailure(saved) ? saved : { batchId: saved.batchId };
	},

	/** Assigns, prioritises, solves or deletes every ticked ticket. */
	bulk: async ({ request }) => setOfTicked(await readForm(request)),
};
