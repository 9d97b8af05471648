import { expect, test } from 'vitest';
import { givenShop } from '../../../fixtures/shop/given-shop.ts';
import { givenLines } from '../../given-lines.ts';
import { openWarehouse, tableOf } from '../../open-warehouses.ts';

const EVERYTHING = `select customer_id, customer_kind, country, cohort_month, first_order_on, last_order_on, created_on,
	orders_count, sales_revenue, returns_revenue, net_revenue, average_order_value, is_in_source
	from dim_customers order by customer_id`;

test('the customers of the tiny shop have the figures of its README', async () => {
	const db = await openWarehouse(givenShop());
	expect(await tableOf(db, EVERYTHING)).toEqual([
		[
			'c1',
			'consumer',
			'Germany',
			'2025-01-01',
			'2025-01-15',
			'2025-03-31',
			'2025-01-10',
			2,
			'131.00',
			'-100.00',
			'31.00',
			'15.50',
			true,
		],
		[
			'c2',
			'company',
			'Switzerland',
			'2025-01-01',
			'2025-01-31',
			'2025-02-05',
			'2025-01-20',
			2,
			'327.00',
			'0.00',
			'327.00',
			'163.50',
			true,
		],
		['c3', 'consumer', 'Austria', null, null, null, '2025-02-01', 0, '0.00', '0.00', '0.00', null, true],
		['c9', null, 'France', '2025-02-01', '2025-02-20', '2025-02-20', null, 1, '50.00', '0.00', '50.00', '50.00', false],
	]);
});

test('nothing that identifies a person is in it', async () => {
	const db = await openWarehouse(givenShop());
	const columns = await tableOf(db, 'select column_name from (describe dim_customers)');
	for (const personal of ['name', 'email', 'phone', 'street', 'postal_code', 'city']) {
		expect(columns).not.toContainEqual([personal]);
	}
});

test('who only ever sent something back has no cohort and no order', async () => {
	const db = await openWarehouse({ sources: [givenLines([{ customer: 'c1', quantity: '-1' }])] });
	expect(
		await tableOf(db, 'select cohort_month, orders_count, returns_revenue, average_order_value from dim_customers'),
	).toEqual([[null, 0, '-10.00', null]]);
});

test('the country of who is not listed is that of their last order', async () => {
	const db = await openWarehouse({
		sources: [
			givenLines([
				{ order: 'o1', customer: 'c1', country: 'France', at: '2025-01-02 10:00:00' },
				{ order: 'o2', customer: 'c1', country: 'Italy', at: '2025-01-03 10:00:00' },
				{ order: 'o3', customer: 'c1', country: null, at: '2025-01-04 10:00:00' },
			]),
		],
	});
	expect(await tableOf(db, 'select country from dim_customers')).toEqual([['Italy']]);
});

test('the cohort is the month of the first sale in the company’s zone', async () => {
	const lines = [{ customer: 'c1', at: '2025-01-31 23:30:00' }];
	const inBerlin = await openWarehouse({ sources: [givenLines(lines)] });
	expect(await tableOf(inBerlin, 'select cohort_month from dim_customers')).toEqual([['2025-01-01']]);
	const writtenInUtc = await openWarehouse({ sources: [givenLines(lines, { zone: 'UTC' })] });
	expect(await tableOf(writtenInUtc, 'select cohort_month from dim_customers')).toEqual([['2025-02-01']]);
});
