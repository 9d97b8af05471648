import { error } from '@sveltejs/kit';
import * as v from 'valibot';
import { undoAct } from '#lib/server/records/undo.ts';
import type { RequestHandler } from './$types';

const undoRequest = v.object({ batchId: v.pipe(v.string(), v.regex(/^[0-9A-Z]{26}$/)) });

/** Takes back what one act changed: 409 when somebody changed it again since. */
export const POST: RequestHandler = async ({ request }) => {
	const asked = v.safeParse(undoRequest, await request.json().catch(() => null));
	if (!asked.success) error(400, 'no such act');
	const batchId = await undoAct(asked.output.batchId);
	return batchId === null ? Response.json({ problem: 'changed_since' }, { status: 409 }) : Response.json({ batchId });
};
