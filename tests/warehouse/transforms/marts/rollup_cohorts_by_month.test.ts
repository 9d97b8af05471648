import { expect, test } from 'vitest';
import { givenShop } from '../../../fixtures/shop/given-shop.ts';
import { givenLines } from '../../given-lines.ts';
import { openWarehouse, tableOf } from '../../open-warehouses.ts';

const CELLS = `select strftime(cohort_month, '%Y-%m') as cohort, strftime(month, '%Y-%m') as active, country, customer_kind,
	customers from rollup_cohorts_by_month order by cohort, active, country`;

test('the cohorts of the tiny shop are those of its README', async () => {
	const db = await openWarehouse(givenShop());
	expect(await tableOf(db, CELLS)).toEqual([
		['2025-01', '2025-01', 'Germany', 'consumer', 1],
		['2025-01', '2025-01', 'Switzerland', 'company', 1],
		['2025-01', '2025-02', 'Switzerland', 'company', 1],
		['2025-01', '2025-03', 'Germany', 'consumer', 1],
		['2025-02', '2025-02', 'France', null, 1],
	]);
});

test('a customer counts once a month, however often they buy and wherever from', async () => {
	const db = await openWarehouse({
		sources: [
			givenLines([
				{ order: 'o1', customer: 'c1', country: 'France', at: '2025-01-02 10:00:00' },
				{ order: 'o2', customer: 'c1', country: 'Italy', at: '2025-01-30 10:00:00' },
				{ order: 'o3', customer: 'c2', country: 'Italy', at: '2025-01-30 10:00:00' },
			]),
		],
	});
	expect(await tableOf(db, CELLS)).toEqual([['2025-01', '2025-01', 'Italy', null, 2]]);
});
