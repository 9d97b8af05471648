import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCustomer } from '#lib/server/customer.ts';
import { TINY_SHOP } from '../../../warehouse/metrics/tiny-shop.ts';
import { openTinySnapshot } from './tiny-snapshot.ts';
import type { TinySnapshot } from './tiny-snapshot.ts';

let tiny: TinySnapshot;
beforeAll(async () => {
	const often = Array.from({ length: 45 }, (_, index) => ({
		order: `m${index + 1}`,
		on: `2025-03-${String((index % 28) + 1).padStart(2, '0')}`,
		customer: 'c8',
		amount: '1',
	}));
	tiny = await openTinySnapshot({ lines: [...TINY_SHOP, ...often] });
});
afterAll(() => tiny.close());

const read = (id: string, page = 1, orderId: string | null = null) =>
	readCustomer(tiny.snapshot, id, { page, orderId });

describe('readCustomer', () => {
	it('gives figures, orders, months, categories and milestones of one customer', async () => {
		const found = await read('c1');
		expect(found?.customer).toMatchObject({ customer_id: 'c1', orders_count: 3, net_revenue: 90 });
		expect(found?.orders.rows.map(({ order_id }) => order_id)).toEqual(['o5', 'r1', 'o2', 'o1']);
		expect(found?.months.map(({ net_revenue }) => net_revenue)).toEqual([130, -40, 0, 0]);
		// Lamps 100 - 50, mugs 20 + 10 + 15 - 5.
		expect(found?.categories.map(({ category, net_revenue }) => [category, net_revenue])).toEqual([
			['Lamps', 50],
			['Mugs', 40],
		]);
		expect(found?.milestones.map(({ order_id }) => order_id)).toEqual(['r1', 'o5', 'o1']);
		expect(found?.order).toBeNull();
	});

	it('gives the lines of an order of the customer, and of nobody else', async () => {
		expect((await read('c1', 1, 'o1'))?.order).toMatchObject({ orderId: 'o1', count: 2 });
		expect((await read('c1', 1, 'o3'))?.order).toBeNull();
	});

	it('pages through the orders by twenty, the last page standing for those past the end', async () => {
		const first = await read('c8');
		expect(first?.orders).toMatchObject({ count: 45, page: 1, pages: 3 });
		expect(first?.orders.rows).toHaveLength(20);
		const beyond = await read('c8', 99);
		expect(beyond?.orders.page).toBe(3);
		expect(beyond?.orders.rows).toHaveLength(5);
	});

	it('knows when there is no such customer', async () => {
		expect(await read('nobody')).toBeNull();
	});
});
