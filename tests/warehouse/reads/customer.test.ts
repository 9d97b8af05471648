import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Connection } from '#warehouse/database.ts';
import {
	customerById,
	customerCategories,
	customerOrderLines,
	customerOrders,
	customerRevenueByMonth,
} from '#warehouse/reads/customer.ts';
import { openMarts } from '../metrics/mart-tables.ts';
import type { TestMarts } from '../metrics/mart-tables.ts';
import { TINY_SHOP } from '../metrics/tiny-shop.ts';

const ALSO = `
insert into dim_people (customer_id, name, email, phone, street, postal_code, city)
	values ('c1', 'René Müller', 'rene@example.com', '+49 221 1', 'Domplatz 1', '50667', 'Köln');
insert into dim_products (product_id, name) values ('p2', 'Blue mug');
`;

let marts: TestMarts;
let db: Connection;

beforeAll(async () => {
	marts = await openMarts({ lines: TINY_SHOP, also: ALSO });
	db = marts.db;
});
afterAll(() => marts.close());

describe('customerById', () => {
	it('says who they are and where they stand among all', async () => {
		expect(await customerById(db, 'c1')).toMatchObject({
			customer_id: 'c1',
			name: 'René Müller',
			street: 'Domplatz 1',
			city: 'Köln',
			cohort_month: '2025-01-01',
			orders_count: 3,
			net_revenue: 90,
			revenue_rank: 2,
			customers_count: 3,
			// 285 + 90 + 42.35 of all known customers.
			revenue_share: 90 / 417.35,
		});
	});

	it('has a customer whom only orders name, without a name', async () => {
		expect(await customerById(db, 'c3')).toMatchObject({ name: null, email: null, revenue_rank: 3 });
	});

	it('gives null for nobody', async () => {
		expect(await customerById(db, "c1' or '1'='1")).toBeNull();
	});
});

describe('customerOrders', () => {
	it('come newest first with what each brought, returns among them', async () => {
		const { rows, count } = await customerOrders(db, 'c1');
		expect(count).toBe(4);
		expect(rows.map(({ order_id, order_kind, net_revenue }) => [order_id, order_kind, net_revenue])).toEqual([
			['o5', 'sale', 10],
			['r1', 'return', -50],
			['o2', 'sale', 10],
			['o1', 'sale', 120],
		]);
		expect(rows[0]).toMatchObject({
			sales_revenue: 15,
			returns_revenue: -5,
			lines_count: 2,
			ordered_on: '2025-02-21',
			ordered_at: '2025-02-21T09:00:00Z',
		});
	});

	it('come in pages', async () => {
		const { rows, count } = await customerOrders(db, 'c1', { limit: 1, offset: 2 });
		expect(rows.map(({ order_id }) => order_id)).toEqual(['o2']);
		expect(count).toBe(4);
	});
});

describe('customerOrderLines', () => {
	it('name the product where a source does', async () => {
		const { rows, count } = await customerOrderLines(db, 'c1', { orderId: 'o1' });
		expect(count).toBe(2);
		expect(rows.map(({ product_name, amount_base }) => [product_name, amount_base])).toEqual([
			[null, 100],
			['Blue mug', 20],
		]);
	});

	it('are all of the customer without an order, none of another’s', async () => {
		expect((await customerOrderLines(db, 'c1')).count).toBe(6);
		expect(await customerOrderLines(db, 'c1', { orderId: 'o3' })).toEqual({ rows: [], count: 0 });
		expect((await customerOrderLines(db, 'c1', { limit: 2, offset: 5 })).rows).toHaveLength(1);
	});
});

describe('customerRevenueByMonth', () => {
	it('goes from the first order to the analysis date without a gap', async () => {
		expect(await customerRevenueByMonth(db, 'c1')).toEqual([
			{ month: '2025-01-01', net_revenue: 130, is_incomplete: false },
			{ month: '2025-02-01', net_revenue: -40, is_incomplete: false },
			{ month: '2025-03-01', net_revenue: 0, is_incomplete: false },
			{ month: '2025-04-01', net_revenue: 0, is_incomplete: true },
		]);
	});

	it('ends with a whole month where the analysis date is the first of the next', async () => {
		const whole = await openMarts({ lines: [{ order: 'o1', on: '2025-03-31', amount: '5' }] });
		expect(await customerRevenueByMonth(whole.db, 'c1')).toEqual([
			{ month: '2025-03-01', net_revenue: 5, is_incomplete: false },
		]);
		whole.close();
	});

	it('is empty for somebody who never ordered', async () => {
		expect(await customerRevenueByMonth(db, 'nobody')).toEqual([]);
	});
});

describe('customerCategories', () => {
	it('rank what they bought, returns deducted', async () => {
		expect(await customerCategories(db, 'c1')).toEqual([
			{ category: 'Lamps', net_revenue: 50, share: 50 / 90, order_lines: 1 },
			{ category: 'Mugs', net_revenue: 40, share: 40 / 90, order_lines: 3 },
		]);
		expect(await customerCategories(db, 'c1', 1)).toHaveLength(1);
	});
});
