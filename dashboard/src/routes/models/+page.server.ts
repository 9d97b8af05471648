import { redirect } from '@sveltejs/kit';
import { askForRefit, isRefitOpen, readModels } from '#lib/server/models.ts';
import { requireSnapshot } from '#lib/server/warehouse.ts';
import type { Actions, PageServerLoad } from './$types';

/** The models in use, and whether they are being fitted anew. */
export const load: PageServerLoad = async ({ locals }) => {
	const snapshot = requireSnapshot(locals);
	return {
		models: await readModels(snapshot),
		isRefitting: await isRefitOpen(),
		currency: snapshot.facts.currency,
		zone: snapshot.facts.zone,
	};
};

export const actions: Actions = {
	/** Asks for a run that fits every model anew. */
	refit: async () => {
		await askForRefit();
		redirect(303, '/models');
	},
};
