import { error, redirect } from '@sveltejs/kit';
import { leaveWords } from '#lib/server/records/said.ts';
import { isFailure, readForm } from '#lib/server/records/save.ts';
import {
	changeTicket,
	rateTicket,
	readTicketPage,
	removeTicket,
	replyToTicket,
	setStatus,
	setTicketFields,
} from '#lib/server/records/tickets.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

/** One ticket as it is now, with its conversation; `?reply` begins in the answer. */
export const load: PageServerLoad = async ({ params, url }) => {
	const page = await readTicketPage(params.id);
	if (page === null) error(404, 'not found');
	return { ...page, isEditing: url.searchParams.has('edit'), isReplying: url.searchParams.has('reply') };
};

function acting(change: typeof changeTicket) {
	return async ({ request, params }: RequestEvent) => {
		const saved = await change(params.id, await readForm(request));
		return isFailure(saved) ? saved : { batchId: saved.batchId };
	};
}

export const actions: Actions = {
	save: acting(changeTicket),
	set: acting(setTicketFields),
	status: acting(setStatus),
	reply: acting(replyToTicket),
	rate: acting(rateTicket),

	delete: async ({ request, params, cookies }) => {
		const saved = await removeTicket(params.id, await readForm(request));
		if (isFailure(saved)) return saved;
		leaveWords(cookies, { key: 'deleted', batchId: saved.batchId });
		redirect(303, '/service');
	},
};
