import { readListForm } from '#lib/lists/list-form.ts';
import { countForm } from '#lib/server/records/list-editing.ts';
import { requireSnapshot } from '#lib/server/warehouse.ts';
import type { RequestHandler } from './$types';

/** Counts a list as its form describes it, stored or not: the editor asks with each change. */
export const POST: RequestHandler = async ({ request, locals, url }) => {
	const form = readListForm(await request.formData());
	return Response.json(await countForm(requireSnapshot(locals), form, url.searchParams.get('list')));
};
