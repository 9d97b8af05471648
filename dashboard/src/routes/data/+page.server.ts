import { fail } from '@sveltejs/kit';
import { askForTest } from '#lib/server/alerts.ts';
import { readData, showSnapshot } from '#lib/server/data.ts';
import { recordIdOf } from '#lib/server/record-id.ts';
import { askForRun, askToCancel } from '#lib/server/runs.ts';
import type { Actions, PageServerLoad } from './$types';

/** The state of the data as it is now, and the node of the lineage that the address names. */
export const load: PageServerLoad = ({ locals, url }) => readData(locals.snapshot, url.searchParams.get('node'));

export const actions: Actions = {
	/** Asks for a run; asking twice makes one. */
	run: async () => ({ wanted: await askForRun() }),

	cancel: async ({ request }) => {
		const id = await recordIdOf(request);
		if (id === null || !(await askToCancel(id))) return fail(409, { problem: 'not_running' as const });
		return { cancelled: id };
	},

	/** Sends a test by every channel. */
	test: async () => {
		if (!(await askForTest())) return fail(409, { problem: 'no_channel' as const });
		return { tested: true };
	},

	use: async ({ request }) => {
		const id = await recordIdOf(request);
		if (id === null || !(await showSnapshot(id))) return fail(404, { problem: 'no_snapshot' as const });
		return { used: id };
	},
};
