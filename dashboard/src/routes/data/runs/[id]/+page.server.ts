import { error } from '@sveltejs/kit';
import { readLog } from '#lib/server/run-log.ts';
import { readProgress, readRun } from '#lib/server/runs.ts';
import type { PageServerLoad } from './$types';

/** One run: its sources, steps, checks and log, and the run under way, which may be another. */
export const load: PageServerLoad = async ({ locals, params }) => {
	const [found, progress] = await Promise.all([readRun(params.id), readProgress()]);
	if (found === null) error(404, 'no such run');
	return { ...found, progress, log: readLog(params.id), zone: locals.snapshot?.facts.zone ?? 'UTC' };
};
