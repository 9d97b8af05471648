import { expect, test } from 'vitest';
import { describeSource } from '#pipeline/describe-source.ts';
import { orderSource } from './raw-folder.ts';

test('says of each column what it has to be and what it fills, also through an expression', () => {
	const source = orderSource({
		key: ['id'],
		columns: {
			id: 'text',
			'net price': { type: 'decimal', min: 0 },
			price: 'decimal',
			state: { type: 'text', accepted: ['open', 'paid'] },
			customer: { type: 'text', references: 'customers.id' },
		},
		entities: {
			order_lines: { order_line_id: 'id', unit_price: { sql: '"net price" / 2' }, quantity: { value: 1 } },
			orders: { order_id: 'id' },
		},
	});
	expect(describeSource(source)).toEqual({
		type: 'file',
		disposition: 'replace',
		key: ['id'],
		columns: [
			{ name: 'id', type: 'text', rules: ['required'], fills: ['order_lines.order_line_id', 'orders.order_id'] },
			{
				name: 'net price',
				type: 'decimal',
				rules: ['at least 0'],
				fills: ['order_lines.unit_price = "net price" / 2'],
			},
			{ name: 'price', type: 'decimal', rules: [], fills: [] },
			{ name: 'state', type: 'text', rules: ['one of open, paid'], fills: [] },
			{ name: 'customer', type: 'text', rules: ['in customers.id'], fills: [] },
		],
	});
});
