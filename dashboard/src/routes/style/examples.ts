/** Invented figures for the style page: literal, so that a picture of it changes only when its parts do. */

const months = Array.from({ length: 23 }, (_, index) => {
	const year = 2025 + Math.floor(index / 12);
	return `${year}-${String((index % 12) + 1).padStart(2, '0')}-01`;
});

const revenue = [
	213, 238, 251, 284, 318, 349, 352, 347, 338, 299, 296, 254, 278, 281, 290, 340, 371, 392, 405, 411, 396, 442, 187,
];
const revenueBefore = [
	188, 201, 222, 241, 262, 297, 311, 299, 288, 262, 250, 231, 213, 238, 251, 284, 318, 349, 352, 347, 338, 299, 241,
];

export const revenueRows = months.map((starts_on, index) => ({
	starts_on,
	value: (revenue[index] ?? 0) * 1000,
	before: (revenueBefore[index] ?? 0) * 1000,
}));

const returning = [
	240, 252, 261, 270, 288, 301, 297, 310, 322, 318, 331, 340, 333, 341, 352, 360, 371, 366, 379, 384, 381, 390, 171,
];
const fresh = [84, 91, 77, 88, 102, 96, 81, 79, 93, 99, 121, 134, 72, 80, 86, 95, 90, 88, 84, 92, 97, 101, 38];

export const customerRows = months.map((starts_on, index) => ({
	starts_on,
	values: [returning[index] ?? 0, fresh[index] ?? 0],
}));

export const cohortRows = [
	{ cohort_month: '2026-04-01', customers: 412, retention: [0.31, 0.28, 0.27, 0.24, 0.22, 0.23, 0.11] },
	{ cohort_month: '2026-05-01', customers: 390, retention: [0.33, 0.3, 0.26, 0.25, 0.24, 0.1, null] },
	{ cohort_month: '2026-06-01', customers: 441, retention: [0.29, 0.27, 0.27, 0.22, 0.12, null, null] },
	{ cohort_month: '2026-07-01', customers: 377, retention: [0.35, 0.31, 0.28, 0.13, null, null, null] },
	{ cohort_month: '2026-08-01', customers: 402, retention: [0.34, 0.29, 0.14, null, null, null, null] },
	{ cohort_month: '2026-09-01', customers: 428, retention: [0.3, 0.15, null, null, null, null, null] },
	{ cohort_month: '2026-10-01', customers: 466, retention: [0.17, null, null, null, null, null, null] },
];

/** A row of the example table. */
export interface ExampleCustomer {
	readonly customer_id: string;
	readonly name: string;
	readonly city: string;
	readonly orders_count: number;
	readonly last_order_on: string;
	readonly net_revenue: string;
	readonly share: number;
	readonly state: 'ok' | 'late' | 'failed';
}

export const customers: readonly ExampleCustomer[] = [
	{
		customer_id: 'C-10482',
		name: 'Lindqvist Outdoor AB',
		city: 'Malmö',
		orders_count: 48,
		last_order_on: '2026-11-19',
		net_revenue: '48200.00',
		share: 0.42,
		state: 'ok',
	},
	{
		customer_id: 'C-10019',
		name: 'Alpenglück Sport',
		city: 'Innsbruck',
		orders_count: 37,
		last_order_on: '2026-10-02',
		net_revenue: '39750.50',
		share: 0.34,
		state: 'late',
	},
	{
		customer_id: 'C-11827',
		name: 'Marta Oliveira',
		city: 'Porto',
		orders_count: 21,
		last_order_on: '2026-11-03',
		net_revenue: '21310.00',
		share: 0.19,
		state: 'ok',
	},
	{
		customer_id: 'C-10990',
		name: 'Hütten & Wege',
		city: 'Garmisch-Partenkirchen',
		orders_count: 12,
		last_order_on: '2025-12-20',
		net_revenue: '8940.25',
		share: 0.08,
		state: 'failed',
	},
	{
		customer_id: 'C-12004',
		name: 'Jonas Weber',
		city: 'Köln',
		orders_count: 3,
		last_order_on: '2026-11-22',
		net_revenue: '-184.90',
		share: 0,
		state: 'ok',
	},
];

export const netRevenueSql = `select
	sum(amount_base) as net_revenue
from rollup_order_lines_by_day
where
	line_kind in ('sale', 'return')
	and ordered_on >= date '2025-12-01'
	and ordered_on < date '2026-11-24'`;

export const lineageNodes = [
	{ name: 'order_lines.csv', from: [] },
	{ name: 'customers.csv', from: [] },
	{ name: 'stg_order_lines', from: ['order_lines.csv'] },
	{ name: 'stg_customers', from: ['customers.csv'] },
	{ name: 'fct_order_lines', from: ['stg_order_lines', 'stg_customers'] },
	{ name: 'fct_orders', from: ['fct_order_lines'] },
	{ name: 'dim_customers', from: ['stg_customers', 'fct_orders'] },
	{ name: 'rollup_order_lines_by_day', from: ['fct_order_lines'] },
];
