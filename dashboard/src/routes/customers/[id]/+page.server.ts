import { error } from '@sveltejs/kit';
import { parseViewState } from '#lib/filters/view-state.ts';
import { readCustomer } from '#lib/server/customer.ts';
import { requireSnapshot } from '#lib/server/warehouse.ts';
import type { PageServerLoad } from './$types';

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
		dropped: isLost ? [...dropped, { key: 'order', value: orderId }] : dropped,
		currency: snapshot.facts.currency,
	};
};
