import {
	addActivity,
	changeActivity,
	listTasks,
	removeActivity,
	tickActivity,
} from '#lib/server/records/activities.ts';
import { isFailure, readForm } from '#lib/server/records/save.ts';
import type { Actions, PageServerLoad } from './$types';

/** What is to do, of the reader or of everybody, and what was done last. */
export const load: PageServerLoad = ({ url }) => listTasks(url.searchParams.get('of') === 'all');

const zoneOf = (locals: App.Locals): string => locals.snapshot?.facts.zone ?? 'UTC';

export const actions: Actions = {
	add: async ({ request, locals }) => {
		const saved = await addActivity(await readForm(request), zoneOf(locals));
		return isFailure(saved) ? saved : { batchId: saved.batchId };
	},

	save: async ({ request, locals }) => {
		const saved = await changeActivity(await readForm(request), zoneOf(locals));
		return isFailure(saved) ? saved : { batchId: saved.batchId };
	},

	complete: async ({ request }) => {
		const saved = await tickActivity(await readForm(request));
		return isFailure(saved) ? saved : { batchId: saved.batchId };
	},

	delete: async ({ request }) => {
		const saved = await removeActivity(await readForm(request));
		return isFailure(saved) ? saved : { batchId: saved.batchId };
	},
};
