import type { ViewOptions } from '#lib/filters/view-state.ts';

/** What the list can be sorted by, and that it begins with the largest customers. */
export const customersView: ViewOptions = {
	sorts: [
		'net_revenue',
		'orders_count',
		'average_order_value',
		'last_order_on',
		'first_order_on',
		'name',
		'country',
		'customer_kind',
	],
};
