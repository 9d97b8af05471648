import { fail } from '@sveltejs/kit';
import * as v from 'valibot';
import { readData, showSnapshot } from '#lib/server/data.ts';
import { askForRun, askToCancel } from '#lib/server/runs.ts';
import type { Actions, PageServerLoad } from './$types';

const idSchema = v.object({ id: v.pipe(v.string(), v.regex(/^[0-9A-Za-z]{1,40}$/)) });

/** The state of the data as it is now. */
export const load: PageServerLoad = ({ locals }) => readData(locals.snapshot);

async function idOf(request: Request): Promise<string | null> {
	const parsed = v.safeParse(idSchema, Object.fromEntries(await request.formData()));
	return parsed.success ? parsed.output.id : null;
}

export const actions: Actions = {
	/** Asks for a run; asking twice makes one. */
	run: async () => ({ wanted: await askForRun() }),

	cancel: async ({ request }) => {
		const id = await idOf(request);
		if (id === null || !(await askToCancel(id))) return fail(409, { problem: 'not_running' as const });
		return { cancelled: id };
	},

	use: async ({ request }) => {
		const id = await idOf(request);
		if (id === null || !(await showSnapshot(id))) return fail(404, { problem: 'no_snapshot' as const });
		return { used: id };
	},
};
