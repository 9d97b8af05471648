import { fail, redirect } from '@sveltejs/kit';
import { recordIdOf } from '#lib/server/record-id.ts';
import { readProgress } from '#lib/server/runs.ts';
import { addConfirmed, readSourcesPage, sourcesState, takeBack } from '#lib/server/sources/page.ts';
import { discardUpload, lookAgain, reopen, takeWholeFile } from '#lib/server/sources/uploads.ts';
import type { Actions, PageServerLoad } from './$types';

/** Files that were dropped, sources there are, and a run under way. */
export const load: PageServerLoad = async () => {
	// First: what changes while the rest is read is then noticed.
	const state = await sourcesState();
	const [sources, progress] = await Promise.all([readSourcesPage(), readProgress()]);
	return { ...sources, state, progress, now: new Date().toISOString() };
};

export const actions: Actions = {
	/** Takes a file as a form without a script sends it. */
	upload: async ({ request }) => {
		const file = (await request.formData()).get('file');
		const problem = file instanceof File ? await takeWholeFile(file) : { problem: 'empty' as const };
		return problem === null ? { taken: true } : fail(400, problem);
	},

	discard: async ({ request }) => {
		const id = await recordIdOf(request);
		if (id === null || !(await discardUpload(id))) return fail(409, { problem: 'being_added' as const });
		redirect(303, '/data/sources');
	},

	again: async ({ request }) => {
		const id = await recordIdOf(request);
		if (id === null || !(await lookAgain(id))) return fail(409, { problem: 'being_added' as const });
		return { again: id };
	},

	reopen: async ({ request }) => {
		const id = await recordIdOf(request);
		if (id === null || !(await reopen(id))) return fail(409, { problem: 'being_added' as const });
		redirect(303, `/data/sources/${id}`);
	},

	/** Has the files of a source in the list again. */
	take_back: async ({ request }) => {
		const problem = await takeBack(await request.formData());
		return problem === null ? { takenBack: true } : fail(409, { problem });
	},

	/** Makes sources of what is confirmed. */
	add: async ({ request }) => {
		const problem = await addConfirmed(await request.formData());
		return problem === null ? { added: true } : fail(400, { problem });
	},
};
