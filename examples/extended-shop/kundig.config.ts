import { defineConfig } from '#pipeline/config.ts';

/** A small shop with transforms, metrics and checks of its own, in `kundig/` beside this file. */
export default defineConfig({
	company: { name: 'Extended shop', currency: 'EUR', zone: 'Europe/Berlin' },
	checks: [
		{ rule: 'unique', relation: 'fct_orders_by_day', column: 'ordered_on' },
		{ rule: 'accepted', relation: 'fct_orders', column: 'channel', values: ['web', 'shop', 'phone'] },
		{ rule: 'relationship', relation: 'fct_orders', column: 'customer_id', to: 'dim_customers.customer_id' },
		{
			rule: 'range',
			relation: 'fct_orders',
			column: 'net_base',
			max: 200,
			where: "order_kind = 'sale'",
			severity: 'warn',
		},
		{ rule: 'row_count_change', relation: 'fct_orders', maxShare: 0.5, severity: 'warn' },
	],
	sources: [
		{
			name: 'orders',
			type: 'file',
			path: 'exports/orders.csv',
			key: ['order_id'],
			columns: { order_id: 'text', customer_id: 'text', ordered_at: 'timestamp', country: 'text', channel: 'text' },
			entities: {
				orders: {
					order_id: 'order_id',
					customer_id: 'customer_id',
					ordered_at: 'ordered_at',
					country: 'country',
					channel: 'channel',
				},
			},
		},
		{
			name: 'order_lines',
			type: 'file',
			path: 'exports/order_lines.csv',
			key: ['order_line_id'],
			columns: {
				order_line_id: 'text',
				order_id: 'text',
				product_id: 'text',
				quantity: 'integer',
				unit_price: 'decimal',
			},
			entities: {
				order_lines: {
					order_line_id: 'order_line_id',
					order_id: 'order_id',
					product_id: 'product_id',
					quantity: 'quantity',
					unit_price: 'unit_price',
				},
			},
		},
	],
});
