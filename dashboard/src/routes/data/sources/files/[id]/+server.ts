import { error } from '@sveltejs/kit';
import { isRecordId } from '#lib/server/record-id.ts';
import { bytesReceived, receivePiece } from '#lib/server/sources/uploads.ts';
import type { RequestHandler } from './$types';

/** How many bytes of a file are here. */
export const GET: RequestHandler = async ({ params }) => {
	const received = isRecordId(params.id) ? await bytesReceived(params.id) : null;
	if (received === null) error(404, 'no such upload');
	return Response.json({ received });
};

/** Takes the next piece of a file, `?at=` says where it begins; 409 with how many bytes are here where it is not the next. */
export const PUT: RequestHandler = async ({ params, url, request }) => {
	const at = Number(url.searchParams.get('at'));
	if (!isRecordId(params.id) || !Number.isSafeInteger(at) || at < 0) error(400, 'no piece of a file');
	const received = await receivePiece(params.id, at, new Uint8Array(await request.arrayBuffer()));
	if (received !== null) return Response.json({ received });
	const here = await bytesReceived(params.id);
	if (here === null) error(404, 'no such upload');
	return Response.json({ received: here }, { status: 409 });
};
