import { fail, redirect } from '@sveltejs/kit';
import { IMPORTED, importFile, lastImports, lookAtFile, tryImport } from '#lib/server/records/import.ts';
import type { Actions, PageServerLoad } from './$types';

/** What can be imported, and what was. */
export const load: PageServerLoad = async ({ url }) => ({
	entity: IMPORTED.find((name) => name === url.searchParams.get('entity')) ?? 'contacts',
	imported: IMPORTED,
	imports: await lastImports(),
});

const currencyOf = (locals: App.Locals): string => locals.snapshot?.facts.currency ?? 'EUR';

export const actions: Actions = {
	/** Looks at the file and proposes what its columns are. */
	look: async ({ request }) => {
		const look = await lookAtFile(await request.formData());
		return 'problem' in look ? fail(400, look) : { look };
	},

	/** Says what importing it would do. */
	try: async ({ request, locals }) => {
		const tried = await tryImport(await request.formData(), currencyOf(locals));
		return 'problem' in tried ? fail(400, tried) : tried;
	},

	import: async ({ request, locals }) => {
		const done = await importFile(await request.formData(), currencyOf(locals));
		if ('problem' in done) return fail(400, done);
		redirect(303, `/import/${done.importId}`);
	},
};
