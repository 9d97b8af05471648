import { isFailure, readForm } from '#lib/server/records/save.ts';
import {
	addPipeline,
	addStage,
	changePipeline,
	changeStage,
	readStagesPage,
	removePipeline,
	removeStage,
	shiftStage,
} from '#lib/server/records/stages.ts';
import type { Actions, PageServerLoad } from './$types';

/** The stages of each sales pipeline as they are now. */
export const load: PageServerLoad = async () => ({ pipelines: await readStagesPage() });

function answer<Saved extends { batchId: string } | { status: number }>(saved: Saved) {
	return isFailure(saved) ? saved : { batchId: (saved as { batchId: string }).batchId };
}

export const actions: Actions = {
	add: async ({ request }) => answer(await addStage(await readForm(request))),
	save: async ({ request }) => answer(await changeStage(await readForm(request))),
	up: async ({ request }) => answer(await shiftStage(await readForm(request), -1)),
	down: async ({ request }) => answer(await shiftStage(await readForm(request), 1)),
	delete: async ({ request }) => answer(await removeStage(await readForm(request))),
	addPipeline: async ({ request }) => answer(await addPipeline(await readForm(request))),
	savePipeline: async ({ request }) => answer(await changePipeline(await readForm(request))),
	deletePipeline: async ({ request }) => answer(await removePipeline(await readForm(request))),
};
