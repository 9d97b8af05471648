import { error, redirect } from '@sveltejs/kit';
import { formOfList } from '#lib/lists/list-form.ts';
import { changeList } from '#lib/server/records/list-editing.ts';
import { drawHoldout } from '#lib/server/records/list-leaving.ts';
import { readListPage, removeList, RESULT_WINDOWS } from '#lib/server/records/lists.ts';
import { leaveWords } from '#lib/server/records/said.ts';
import { isFailure, readForm } from '#lib/server/records/save.ts';
import { requireSnapshot } from '#lib/server/warehouse.ts';
import type { Actions, PageServerLoad } from './$types';

/** One list as it is now: `?left=withdrawn` shows who is behind a reason, `?window=60` how long orders count, `?edit` its form. */
export const load: PageServerLoad = async ({ params, url, locals }) => {
	const snapshot = requireSnapshot(locals);
	const page = await readListPage(snapshot, params.id, url);
	if (page === null) error(404, 'not found');
	return {
		...page,
		form: formOfList(page.list),
		isEditing: url.searchParams.has('edit'),
		currency: snapshot.facts.currency,
		windows: RESULT_WINDOWS,
	};
};

export const actions: Actions = {
	save: async ({ request, params }) => {
		const saved = await changeList(params.id, await readForm(request));
		return isFailure(saved) ? saved : { batchId: saved.batchId };
	},

	/** Draws the holdout without a file. */
	draw: async ({ params, locals }) => {
		const drawn = await drawHoldout(requireSnapshot(locals), params.id);
		if (drawn === null) error(404, 'not found');
		return { drawn };
	},

	delete: async ({ request, params, cookies }) => {
		const saved = await removeList(params.id, await readForm(request));
		if (isFailure(saved)) return saved;
		leaveWords(cookies, { key: 'deleted', batchId: saved.batchId });
		redirect(303, '/lists');
	},
};
