import { error } from '@sveltejs/kit';
import { isRefitOpen, readModel } from '#lib/server/models.ts';
import { requireSnapshot } from '#lib/server/warehouse.ts';
import type { PageServerLoad } from './$types';

/** The card of one model. */
export const load: PageServerLoad = async ({ locals, params }) => {
	const snapshot = requireSnapshot(locals);
	const card = await readModel(snapshot, params.name);
	if (card === null) error(404, 'no such model');
	return { card, isRefitting: await isRefitOpen(), currency: snapshot.facts.currency, zone: snapshot.facts.zone };
};
