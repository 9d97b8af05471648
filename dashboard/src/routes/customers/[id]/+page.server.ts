import { error } from '@sveltejs/kit';
import { parseViewState } from '#lib/filters/view-state.ts';
import { readCustomer } from '#lib/server/customer.ts';
import { readCustomerScore } from '#lib/server/customer-score.ts';
import { correctCustomer, readCustomerRecords, uncorrectCustomer } from '#lib/server/records/customer.ts';
import { isFailure, readForm } from '#lib/server/records/save.ts';
import { requireSnapshot } from '#lib/server/warehouse.ts';
import type { Actions, PageServerLoad } from './$types';

/** One customer; with `?order=` the lines of one order as well. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
	const snapshot = requireSnapshot(locals);
	const { state, dropped } = parseViewState(url);
	const orderId = url.searchParams.get('order');
	const found = await readCustomer(snapshot, params.id, { page: state.page, orderId });
	if (found === null) error(404, 'no such customer');
	const isLost = orderId !== null && found.order === null;
	return {
		...found,
		...(await readCustomerRecords(snapshot, params.id, url.searchParams)),
		scoreOf: await readCustomerScore(snapshot, params.id),
		isEditing: url.searchParams.has('edit'),
		dropped: isLost ? [...dropped, { key: 'order', value: orderId }] : dropped,
		currency: snapshot.facts.currency,
	};
};

export const actions: Actions = {
	/** Corrects what a source says of the customer. */
	correct: async ({ locals, params, request }) => {
		const saved = await correctCustomer(requireSnapshot(locals), params.id, await readForm(request));
		return isFailure(saved) ? saved : { batchId: saved.batchId };
	},

	/** Lets the source say a field again. */
	uncorrect: async ({ params, request }) => {
		const saved = await uncorrectCustomer(params.id, await readForm(request));
		return isFailure(saved) ? saved : { batchId: saved.batchId };
	},
};
