import { expect, test } from 'vitest';
import { givenShop } from '../../../fixtures/shop/given-shop.ts';
import { givenLines } from '../../given-lines.ts';
import { openWarehouse, tableOf } from '../../open-warehouses.ts';

test('the orders of the tiny shop add up their lines', async () => {
	const db = await openWarehouse(givenShop());
	const found = await tableOf(
		db,
		`select order_id, customer_id, order_kind, country, customer_kind, currency, channel, is_identified, is_first_order,
			lines_count, sales_base, returns_base, net_base, cost_base, ordered_at, ordered_on
		from fct_orders order by order_id`,
	);
	const anna = ['Germany', 'consumer', 'EUR', 'web', true];
	const firn = ['Switzerland', 'company', 'CHF', 'phone', true];
	expect(found).toEqual([
		[
			'o1',
			'c1',
			'sale',
			...anna,
			true,
			3,
			'120.0000',
			'0.0000',
			'120.0000',
			'70.0000',
			'2025-01-15T09:00:00Z',
			'2025-01-15',
		],
		[
			'o2',
			'c2',
			'sale',
			...firn,
			true,
			1,
			'264.0000',
			'0.0000',
			'264.0000',
			'120.0000',
			'2025-01-31T22:30:00Z',
			'2025-01-31',
		],
		[
			'o3',
			null,
			'sale',
			'Germany',
			null,
			'EUR',
			'shop',
			false,
			false,
			1,
			'30.0000',
			'0.0000',
			'30.0000',
			null,
			'2025-02-03T11:00:00Z',
			'2025-02-03',
		],
		[
			'o4',
			'c1',
			'return',
			...anna,
			false,
			1,
			'0.0000',
			'-100.0000',
			'-100.0000',
			'-60.0000',
			'2025-02-10T08:15:00Z',
			'2025-02-10',
		],
		[
			'o5',
			'c2',
			'sale',
			...firn,
			false,
			1,
			'63.0000',
			'0.0000',
			'63.0000',
			'25.0000',
			'2025-02-05T07:00:00Z',
			'2025-02-05',
		],
		[
			'o6',
			'c9',
			'sale',
			'France',
			null,
			'EUR',
			'web',
			true,
			true,
			1,
			'50.0000',
			'0.0000',
			'50.0000',
			null,
			'2025-02-20T17:45:00Z',
			'2025-02-20',
		],
		[
			'o7',
			'c1',
			'sale',
			...anna,
			false,
			1,
			'11.0000',
			'0.0000',
			'11.0000',
			'5.0000',
			'2025-03-31T21:59:59Z',
			'2025-03-31',
		],
	]);
});

test('an order is a sale with one sale line, else a return with one return line, else an adjustment', async () => {
	const db = await openWarehouse({
		sources: [
			givenLines([
				{ order: 'mixed', kind: 'return', quantity: '-1' },
				{ order: 'mixed', kind: 'sale' },
				{ order: 'back', kind: 'adjustment' },
				{ order: 'back', kind: 'return', quantity: '-1' },
				{ order: 'other', kind: 'adjustment' },
			]),
		],
	});
	expect(
		await tableOf(
			db,
			'select order_id, order_kind, lines_count, sales_base, returns_base, net_base from fct_orders order by 1',
		),
	).toEqual([
		['back', 'return', 2, '0.0000', '-10.0000', '-10.0000'],
		['mixed', 'sale', 2, '10.0000', '-10.0000', '0.0000'],
		['other', 'adjustment', 1, '0.0000', '0.0000', '0.0000'],
	]);
});

test('the first order is the earliest sale; of two at one instant the one with the smaller id', async () => {
	const db = await openWarehouse({
		sources: [
			givenLines([
				{ order: 'o9', customer: 'c1', at: '2025-01-02 10:00:00' },
				{ order: 'o8', customer: 'c1', at: '2025-01-02 10:00:00' },
				{ order: 'o1', customer: 'c1', at: '2025-01-03 10:00:00' },
				{ order: 'o0', customer: 'c1', at: '2025-01-01 10:00:00', quantity: '-1' },
			]),
		],
	});
	expect(await tableOf(db, 'select order_id from fct_orders where is_first_order')).toEqual([['o8']]);
});

test('an order without lines is no order: nothing was bought', async () => {
	const shop = givenShop({ order_lines: { loads: [[['l1', 'o1', 'p1', '1', '100']]] } });
	const db = await openWarehouse(shop);
	expect(await tableOf(db, 'select order_id from fct_orders')).toEqual([['o1']]);
});
