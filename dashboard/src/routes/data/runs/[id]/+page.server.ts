import { error } from '@sveltejs/kit';
import { readRun } from '#lib/server/runs.ts';
import type { PageServerLoad } from './$types';

/** One run: its sources, steps and checks. */
export const load: PageServerLoad = async ({ locals, params }) => {
	const found = await readRun(params.id);
	if (found === null) error(404, 'no such run');
	return { ...found, zone: locals.snapshot?.facts.zone ?? 'UTC' };
};
