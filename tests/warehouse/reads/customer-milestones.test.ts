import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { customerMilestones } from '#warehouse/reads/customer-milestones.ts';
import { openMarts } from '../metrics/mart-tables.ts';
import type { TestMarts } from '../metrics/mart-tables.ts';
import { TINY_SHOP } from '../metrics/tiny-shop.ts';

let marts: TestMarts;

beforeAll(async () => {
	const onlyReturned = { customer: 'c7', order: 'r7', on: '2025-04-02', kind: 'return', amount: '-3' } as const;
	marts = await openMarts({ lines: [...TINY_SHOP, onlyReturned] });
});
afterAll(() => marts.close());

describe('customerMilestones', () => {
	it('tells the first, the largest, the last return and the last order, latest first', async () => {
		// c1: o1 of 100 + 20 on 10 January, o2, the return r1 and o5 of 15 - 5, both on 21 February.
		expect(await customerMilestones(marts.db, 'c1')).toEqual([
			{ order_id: 'r1', ordered_on: '2025-02-21', net_revenue: -50, milestones: ['last_return'] },
			{ order_id: 'o5', ordered_on: '2025-02-21', net_revenue: 10, milestones: ['last'] },
			{ order_id: 'o1', ordered_on: '2025-01-10', net_revenue: 120, milestones: ['first', 'largest'] },
		]);
	});

	it('takes the later of two orders of one moment as the last', async () => {
		const [latest] = await customerMilestones(marts.db, 'c2');
		expect(latest).toMatchObject({ order_id: 'o8', milestones: ['last'] });
	});

	it('names no sale where there was none', async () => {
		expect(await customerMilestones(marts.db, 'c7')).toEqual([
			{ order_id: 'r7', ordered_on: '2025-04-02', net_revenue: -3, milestones: ['last_return'] },
		]);
		expect(await customerMilestones(marts.db, 'nobody')).toEqual([]);
	});
});
