import { error, fail } from '@sveltejs/kit';
import { importReceipt, takeImportBack } from '#lib/server/records/import.ts';
import type { Actions, PageServerLoad } from './$types';

/** What an import did, and the rows it refused. */
export const load: PageServerLoad = async ({ params }) => {
	const receipt = await importReceipt(params.id);
	if (receipt === null) error(404, 'not found');
	return receipt;
};

export const actions: Actions = {
	/** Takes back everything the import changed. */
	revert: async ({ params }) => {
		const undone = await takeImportBack(params.id);
		return undone === null ? fail(409, { problem: 'changed_since' as const }) : { undone };
	},
};
