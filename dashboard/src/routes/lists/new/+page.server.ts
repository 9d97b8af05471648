import { redirect } from '@sveltejs/kit';
import { addList, beginList, countForm, readListChoices } from '#lib/server/records/list-editing.ts';
import { leaveWords } from '#lib/server/records/said.ts';
import { isFailure, readForm } from '#lib/server/records/save.ts';
import { requireSnapshot } from '#lib/server/warehouse.ts';
import type { Actions, PageServerLoad } from './$types';

/** What a new list begins with (`?segment=champions` picks one, `?min_orders=2` and the like fill fields), and its count. */
export const load: PageServerLoad = async ({ locals, url }) => {
	const snapshot = requireSnapshot(locals);
	const begun = beginList(url);
	return {
		begun,
		counted: await countForm(snapshot, begun, null),
		choices: await readListChoices(snapshot, null),
		currency: snapshot.facts.currency,
	};
};

export const actions: Actions = {
	create: async ({ request, cookies }) => {
		const saved = await addList(await readForm(request));
		if (isFailure(saved)) return saved;
		leaveWords(cookies, { key: 'created', batchId: saved.batchId });
		redirect(303, `/lists/${saved.result.list_id}`);
	},
};
