import { describe, expect, test } from 'vitest';
import { rows, unsafe } from '#warehouse/query.ts';
import { givenShop } from '../../../fixtures/shop/given-shop.ts';
import { givenLines, givenRates } from '../../given-lines.ts';
import type { GivenLine } from '../../given-lines.ts';
import { openWarehouse, tableOf } from '../../open-warehouses.ts';

test('every line of the tiny shop has the figures of its README', async () => {
	const db = await openWarehouse(givenShop());
	const found = await tableOf(
		db,
		`select order_line_id, order_id, customer_id, ordered_on, line_kind, category, country, customer_kind, currency,
			channel, is_identified, quantity, amount, amount_base, cost_base
		from fct_order_lines order by order_line_id`,
	);
	const [berlin, zurich] = [
		['Germany', 'consumer', 'EUR'],
		['Switzerland', 'company', 'CHF'],
	];
	const none = 'uncategorised';
	expect(found).toEqual([
		['l1', 'o1', 'c1', '2025-01-15', 'sale', 'Camping', ...berlin, 'web', true, 1, '100.0000', '100.0000', '60.0000'],
		['l2', 'o1', 'c1', '2025-01-15', 'sale', none, ...berlin, 'web', true, 4, '20.0000', '20.0000', '10.0000'],
		['l3', 'o1', 'c1', '2025-01-15', 'adjustment', none, ...berlin, 'web', true, 1, '0.0000', '0.0000', '2.5000'],
		[
			'l4',
			'o2',
			'c2',
			'2025-01-31',
			'sale',
			'Camping',
			...zurich,
			'phone',
			true,
			2,
			'240.0000',
			'264.0000',
			'120.0000',
		],
		[
			'l5',
			'o3',
			null,
			'2025-02-03',
			'sale',
			'Climbing',
			'Germany',
			null,
			'EUR',
			'shop',
			false,
			3,
			'30.0000',
			'30.0000',
			null,
		],
		[
			'l6',
			'o4',
			'c1',
			'2025-02-10',
			'return',
			'Camping',
			...berlin,
			'web',
			true,
			-1,
			'-100.0000',
			'-100.0000',
			'-60.0000',
		],
		['l7', 'o5', 'c2', '2025-02-05', 'sale', none, ...zurich, 'phone', true, 10, '60.0000', '63.0000', '25.0000'],
		['l8', 'o6', 'c9', '2025-02-20', 'sale', none, 'France', null, 'EUR', 'web', true, 1, '50.0000', '50.0000', null],
		['l9', 'o7', 'c1', '2025-03-31', 'sale', none, ...berlin, 'web', true, 2, '11.0000', '11.0000', '5.0000'],
	]);
});

test('columns are those, and of those types, that pages and metrics are written for', async () => {
	const db = await openWarehouse({ relations: ['fct_order_lines'], sources: [] });
	const columns = await tableOf(db, 'select column_name, column_type from (describe fct_order_lines)');
	expect(columns).toEqual([
		['order_line_id', 'VARCHAR'],
		['order_id', 'VARCHAR'],
		['customer_id', 'VARCHAR'],
		['product_id', 'VARCHAR'],
		['line_kind', 'VARCHAR'],
		['category', 'VARCHAR'],
		['country', 'VARCHAR'],
		['customer_kind', 'VARCHAR'],
		['currency', 'VARCHAR'],
		['channel', 'VARCHAR'],
		['is_identified', 'BOOLEAN'],
		['quantity', 'BIGINT'],
		['unit_price', 'DECIMAL(18,6)'],
		['amount', 'DECIMAL(18,4)'],
		['amount_base', 'DECIMAL(18,4)'],
		['cost_base', 'DECIMAL(18,4)'],
		['ordered_at', 'TIMESTAMP'],
		['ordered_on', 'DATE'],
	]);
});

async function factsOf<Fact>(
	line: GivenLine,
	columns: string,
	more: Parameters<typeof openWarehouse>[0]['sources'] = [],
) {
	const db = await openWarehouse({ relations: ['fct_order_lines'], sources: [givenLines([line]), ...more] });
	const [fact] = await rows<Fact>(db, unsafe(`select ${columns} from fct_order_lines`));
	return fact;
}

describe('the kind of a line that does not say', () => {
	test.each([
		['1', '10', 'sale'],
		['-1', '10', 'return'],
		['-1', '0', 'return'],
		['1', '0', 'adjustment'],
		['0', '10', 'adjustment'],
		['1', '-10', 'adjustment'],
	])('%s at %s is a %s', async (quantity, price, line_kind) => {
		expect(await factsOf({ quantity, price }, 'line_kind')).toEqual({ line_kind });
	});

	test('what it says itself counts more', async () => {
		expect(await factsOf({ quantity: '-1', kind: 'adjustment' }, 'line_kind')).toEqual({ line_kind: 'adjustment' });
	});
});

describe('money', () => {
	const rates = givenRates({ '2025-01-10': '1.10', '2025-01-20': '0.9' });

	test.each([
		['2025-01-10', '11.0000'],
		['2025-01-19', '11.0000'],
		['2025-01-20', '9.0000'],
		['2025-03-31', '9.0000'],
		['2026-12-31', '9.0000'],
	])(
		'10 francs on %s are %s EUR: at the last rate on or before the day, after the analysis date too',
		async (day, amount_base) => {
			const line = { currency: 'CHF', at: `${day} 12:00:00` };
			expect(await factsOf(line, 'amount, amount_base', [rates])).toEqual({ amount: '10.0000', amount_base });
		},
	);

	test('without a rate on or before its day it is unknown, not zero', async () => {
		const line = { currency: 'CHF', at: '2025-01-09 12:00:00' };
		expect(await factsOf(line, 'amount, amount_base', [rates])).toEqual({ amount: '10.0000', amount_base: null });
		expect(await factsOf({ currency: 'USD' }, 'amount_base', [rates])).toEqual({ amount_base: null });
	});

	test('a line that names no currency is in the company’s own', async () => {
		expect(await factsOf({}, 'currency, amount_base')).toEqual({ currency: 'EUR', amount_base: '10.0000' });
	});

	test('prices keep six decimals, amounts round to four', async () => {
		expect(await factsOf({ quantity: '3', price: '0.333335' }, 'unit_price, amount')).toEqual({
			unit_price: '0.333335',
			amount: '1.0000',
		});
	});

	test('a cost of the line counts more than that of the product, and is in the line’s currency', async () => {
		const products = {
			name: 'products',
			columns: { id: 'text', cost: 'decimal' },
			loads: [[['p1', '4']]],
			entities: { products: { product_id: 'id', unit_cost: 'cost' } },
		} as const;
		const line = { product: 'p1', quantity: '2' };
		expect(await factsOf(line, 'cost_base', [products])).toEqual({ cost_base: '8.0000' });
		expect(await factsOf({ ...line, cost: '3', currency: 'CHF' }, 'cost_base', [products, rates])).toEqual({
			cost_base: '6.6000',
		});
	});

	test('an amount that no decimal holds is unknown instead of ending the run', async () => {
		const line = { quantity: '999999999999999999', price: '999999999999' };
		expect(await factsOf(line, 'amount, amount_base')).toEqual({ amount: null, amount_base: null });
	});
});

describe('what a line and its order both say', () => {
	const orders = {
		name: 'orders',
		key: ['id'],
		columns: { id: 'text', customer: 'text', at: 'timestamp', currency: 'text', country: 'text', channel: 'text' },
		loads: [[['o1', 'c1', '2025-02-02 08:00:00', 'CHF', 'Switzerland', 'web']]],
		entities: {
			orders: {
				order_id: 'id',
				customer_id: 'customer',
				ordered_at: 'at',
				currency: 'currency',
				country: 'country',
				channel: 'channel',
			},
		},
	} as const;
	const columns = 'customer_id, ordered_on, currency, country, channel';

	test('the line counts', async () => {
		const line = { customer: 'c2', currency: 'EUR', country: 'Germany' };
		expect(await factsOf(line, columns, [orders])).toEqual({
			customer_id: 'c2',
			ordered_on: '2025-01-15',
			currency: 'EUR',
			country: 'Germany',
			channel: 'web',
		});
	});

	test('what the line leaves out is the order’s', async () => {
		expect(await factsOf({ at: null }, columns, [orders])).toEqual({
			customer_id: 'c1',
			ordered_on: '2025-02-02',
			currency: 'CHF',
			country: 'Switzerland',
			channel: 'web',
		});
	});

	test('a line whose order is not there stays, without a day', async () => {
		expect(await factsOf({ order: 'o2', at: null }, columns, [orders])).toMatchObject({ ordered_on: null });
	});
});

test('a customer of spaces is a guest', async () => {
	expect(await factsOf({ customer: '  ' }, 'customer_id, is_identified')).toEqual({
		customer_id: null,
		is_identified: false,
	});
});

test('a country that neither line nor order names is the customer’s', async () => {
	const customers = {
		name: 'customers',
		columns: { id: 'text', country: 'text', kind: 'text' },
		loads: [[['c1', 'Italy', 'company']]],
		entities: { customers: { customer_id: 'id', country: 'country', customer_kind: 'kind' } },
	} as const;
	expect(await factsOf({ customer: 'c1' }, 'country, customer_kind', [customers])).toEqual({
		country: 'Italy',
		customer_kind: 'company',
	});
});

test('equal lines that are known by file and line all stay', async () => {
	const twice = givenLines([{}, {}], { key: [] });
	const { order_lines: mapping = {} } = twice.entities;
	const db = await openWarehouse({
		relations: ['fct_order_lines'],
		sources: [{ ...twice, entities: { order_lines: { ...mapping, order_line_id: { line: true } } } }],
	});
	expect(await tableOf(db, 'select order_line_id, amount_base from fct_order_lines order by order_line_id')).toEqual([
		['lines1.csv:2', '10.0000'],
		['lines1.csv:3', '10.0000'],
	]);
});
