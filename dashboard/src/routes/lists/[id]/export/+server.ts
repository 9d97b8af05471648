import { error } from '@sveltejs/kit';
import { handOutList } from '#lib/server/records/list-leaving.ts';
import { requireSnapshot } from '#lib/server/warehouse.ts';
import type { RequestHandler } from './$types';

/** The file of a list, entered into the register as it leaves; 409 with the problem in a word when it cannot. */
export const POST: RequestHandler = async ({ request, params, locals }) => {
	const format = (await request.formData()).get('format');
	const handed = await handOutList(requireSnapshot(locals), params.id, typeof format === 'string' ? format : '');
	if (handed === null) error(404, 'not found');
	if (typeof handed === 'string') return Response.json({ problem: handed }, { status: 409 });
	return new Response(new Uint8Array(handed.bytes), {
		headers: {
			'content-type': handed.type,
			'content-disposition': `attachment; filename="${handed.name}"`,
			'x-kundig-rows': String(handed.rows),
		},
	});
};
