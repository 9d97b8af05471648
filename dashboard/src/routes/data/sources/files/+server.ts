import * as v from 'valibot';
import { PIECE_BYTES, startUpload } from '#lib/server/sources/uploads.ts';
import type { RequestHandler } from './$types';

const bodySchema = v.object({
	name: v.pipe(v.string(), v.minLength(1), v.maxLength(300)),
	bytes: v.pipe(v.number(), v.integer(), v.minValue(0)),
});

/** Begins to take a file: `{ name, bytes }` gives its id and how large its pieces are to be, or why it is not taken. */
export const POST: RequestHandler = async ({ request }) => {
	const parsed = v.safeParse(bodySchema, await request.json().catch(() => null));
	if (!parsed.success) return Response.json({ problem: 'empty' }, { status: 400 });
	const started = await startUpload(parsed.output.name, parsed.output.bytes);
	if ('problem' in started) return Response.json(started, { status: 400 });
	return Response.json({ id: started.upload.uploadId, pieceBytes: PIECE_BYTES });
};
