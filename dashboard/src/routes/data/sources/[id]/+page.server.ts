import { error, fail, redirect } from '@sveltejs/kit';
import { isRecordId } from '#lib/server/record-id.ts';
import { choose } from '#lib/server/sources/choices.ts';
import { readUpload, sourcesState } from '#lib/server/sources/page.ts';
import { confirm } from '#lib/server/sources/uploads.ts';
import type { Actions, PageServerLoad } from './$types';

/** One file with all that was found in it. */
export const load: PageServerLoad = async ({ params }) => {
	const state = await sourcesState();
	const found = isRecordId(params.id) ? await readUpload(params.id) : null;
	if (found === null) error(404, 'no such upload');
	return { ...found, state };
};

export const actions: Actions = {
	/** Has the file looked at again, with what somebody wants otherwise. */
	choose: async ({ params, request }) => {
		const problem = await choose(params.id, await request.formData());
		return problem === null ? { chosen: true } : fail(409, { problem });
	},

	/** Says that what was found is right. */
	confirm: async ({ params, request }) => {
		const revision = Number((await request.formData()).get('revision'));
		if (!(await confirm(params.id, revision))) return fail(409, { problem: 'stale' as const });
		redirect(303, '/data/sources');
	},
};
