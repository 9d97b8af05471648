import { redirect } from '@sveltejs/kit';
import { leaveWords } from '#lib/server/records/said.ts';
import { isFailure, readForm } from '#lib/server/records/save.ts';
import { addTicket, readNewTicket } from '#lib/server/records/tickets.ts';
import type { Actions, PageServerLoad } from './$types';

/** What a new ticket starts with: `?contact=` and `?company=` say whose it is. */
export const load: PageServerLoad = ({ url }) =>
	readNewTicket(url.searchParams.get('contact'), url.searchParams.get('company'));

export const actions: Actions = {
	create: async ({ request, cookies }) => {
		const saved = await addTicket(await readForm(request));
		if (isFailure(saved)) return saved;
		leaveWords(cookies, { key: 'created', batchId: saved.batchId });
		redirect(303, `/tickets/${saved.result.ticket_id}`);
	},
};
