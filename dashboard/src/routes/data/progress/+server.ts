import { error } from '@sveltejs/kit';
import { isRecordId } from '#lib/server/record-id.ts';
import { readProgress } from '#lib/server/runs.ts';
import type { RequestHandler } from './$types';

/** How far a run is, `?run=` says which, else the one under way; null where there is none. */
export const GET: RequestHandler = async ({ url }) => {
	const run = url.searchParams.get('run');
	if (run !== null && !isRecordId(run)) error(400, 'no id of a run');
	return Response.json(await readProgress(run));
};
