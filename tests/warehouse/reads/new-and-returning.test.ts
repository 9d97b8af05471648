import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newAndReturningCustomers } from '#warehouse/reads/new-and-returning.ts';
import { readScope } from '#warehouse/reads/scope.ts';
import { openMarts } from '../metrics/mart-tables.ts';
import type { TestMarts } from '../metrics/mart-tables.ts';
import { TINY_SHOP } from '../metrics/tiny-shop.ts';

let marts: TestMarts;

beforeAll(async () => {
	marts = await openMarts({ lines: TINY_SHOP });
});
afterAll(() => marts.close());

describe('newAndReturningCustomers', () => {
	it('counts each month for itself, 0 where nobody bought', async () => {
		const scope = await readScope(marts.db, { period: 'last-12-months' });
		expect(await newAndReturningCustomers(marts.db, scope)).toEqual({
			grain: 'month',
			points: [
				{ bucket: '2025-01-01', is_incomplete: false, new_customers: 1, returning_customers: 0 },
				{ bucket: '2025-02-01', is_incomplete: false, new_customers: 2, returning_customers: 1 },
				{ bucket: '2025-03-01', is_incomplete: false, new_customers: 0, returning_customers: 0 },
				{ bucket: '2025-04-01', is_incomplete: true, new_customers: 0, returning_customers: 2 },
			],
		});
	});

	it('goes by week in a short period', async () => {
		const scope = await readScope(marts.db, { period: '2025-02-17..2025-03-02' });
		expect((await newAndReturningCustomers(marts.db, scope)).points).toEqual([
			// c3's first order and c1's second in the week of the 17th; the unknown buyer of the 28th is no customer.
			{ bucket: '2025-02-17', is_incomplete: false, new_customers: 1, returning_customers: 1 },
			{ bucket: '2025-02-24', is_incomplete: false, new_customers: 0, returning_customers: 0 },
		]);
	});
});
