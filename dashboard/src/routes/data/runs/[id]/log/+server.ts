import { error } from '@sveltejs/kit';
import { isLoggedRun, readLog } from '#lib/server/run-log.ts';
import type { RequestHandler } from './$types';

/** The lines of a run's log from the byte `?from=` on. */
export const GET: RequestHandler = ({ params, url }) => {
	const from = Number(url.searchParams.get('from') ?? 0);
	if (!isLoggedRun(params.id) || !Number.isSafeInteger(from) || from < 0) error(400, 'no log to read from there');
	return Response.json(readLog(params.id, from));
};
