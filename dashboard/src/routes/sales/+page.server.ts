import { parseViewState } from '#lib/filters/view-state.ts';
import { parseListState } from '#lib/records/list-state.ts';
import {
	editTickedDeals,
	listDealsPage,
	moveOnBoard,
	readSalesBoard,
	salesPipelines,
} from '#lib/server/records/board.ts';
import { ownerOptions } from '#lib/server/records/owners.ts';
import { readSalesFigures } from '#lib/server/records/sales-figures.ts';
import { isFailure, readForm } from '#lib/server/records/save.ts';
import type { Actions, PageServerLoad } from './$types';
import { dealsView } from '#lib/records/list-views.ts';

/** Deals as a board or a table, as they are now, and the figures of sales as of the snapshot. */
export const load: PageServerLoad = async ({ url, locals }) => {
	const list = parseListState(url, dealsView);
	const { state } = parseViewState(url);
	const pipelines = await salesPipelines();
	const pipeline = pipelines.find(({ id }) => id === list.filters.pipeline) ?? pipelines[0] ?? null;
	const isTable = list.filters.view === 'table';
	return {
		list,
		state,
		pipelines,
		pipeline,
		owners: await ownerOptions(),
		board: isTable || pipeline === null ? null : await readSalesBoard(pipeline.id, list.filters.owner_id),
		table: isTable ? await listDealsPage(list) : null,
		figures: locals.snapshot === null ? null : await readSalesFigures(locals.snapshot, state),
		currency: locals.snapshot?.facts.currency ?? 'EUR',
		now: new Date().toISOString(),
	};
};

export const actions: Actions = {
	/** Moves one deal to a stage, or within its column. */
	move: async ({ request }) => {
		const saved = await moveOnBoard(await readForm(request));
		return isFailure(saved) ? saved : { batchId: saved.batchId };
	},

	/** Changes every ticked deal. */
	bulk: async ({ request }) => editTickedDeals(await readForm(request)),
};
