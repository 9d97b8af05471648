import { error } from '@sveltejs/kit';
import { readCustomer, readCustomerOrder } from '#lib/server/customer.ts';
import { requireSnapshot } from '#lib/server/warehouse.ts';
import type { PageServerLoad } from './$types';

/** One customer; with `?order=` the lines of one order as well. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
	const snapshot = requireSnapshot(locals);
	const page = Math.max(1, Math.trunc(Number(url.searchParams.get('page') ?? 1)) || 1);
	const orderId = url.searchParams.get('order');
	const [found, lines] = await Promise.all([
		readCustomer(snapshot, params.id, page),
		orderId === null ? null : readCustomerOrder(snapshot, params.id, orderId),
	]);
	if (found === null) error(404, 'no such customer');
	return {
		...found,
		order: lines === null ? null : { orderId: orderId ?? '', lines: lines.rows },
		facts: snapshot.facts,
	};
};
