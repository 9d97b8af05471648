import { fail } from '@sveltejs/kit';
import { askForReplay, parseQuarantineFilter, readQuarantine, readQuarantineGroups } from '#lib/server/quarantine.ts';
import { readProgress } from '#lib/server/runs.ts';
import type { Actions, PageServerLoad } from './$types';

/** The rows set aside, by source and reason, and what the config says of the columns that are wrong. */
export const load: PageServerLoad = async ({ url }) => {
	const [quarantine, groups, progress] = await Promise.all([
		readQuarantine(parseQuarantineFilter(url.searchParams)),
		readQuarantineGroups(),
		readProgress(),
	]);
	return { ...quarantine, groups, progress };
};

export const actions: Actions = {
	/** Asks for a run that reads a source anew. */
	replay: async ({ request }) => {
		const source = (await request.formData()).get('source');
		const wanted = typeof source === 'string' ? await askForReplay(source) : null;
		return wanted === null ? fail(404, { problem: 'no_source' as const }) : { wanted };
	},
};
