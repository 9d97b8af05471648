import { expect, test } from 'vitest';
import { givenShop } from '../../../fixtures/shop/given-shop.ts';
import { givenLines } from '../../given-lines.ts';
import { givenList } from '../../given-people.ts';
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

test('a customer that two sources list is there once, with what either says and all that was bought', async () => {
	const db = await openWarehouse({
		sources: [
			givenList('shop', 'customers', [{ customer_id: 'c1', country: null, customer_kind: 'company' }]),
			givenList('market', 'customers', [
				{ customer_id: 'm1', email: 'a@example.com', country: 'Italy' },
				{ customer_id: 'c1', country: 'France', customer_kind: 'consumer' },
			]),
			givenList('crm', 'contacts', [{ contact_id: 'k1', customer_id: 'm1' }]),
			givenLines([
				{ order: 'o1', customer: 'c1' },
				{ order: 'o2', customer: 'm1', price: '3' },
			]),
		],
	});
	expect(
		await tableOf(
			db,
			'select customer_id, customer_kind, country, net_revenue, is_in_source from dim_customers order by 1',
		),
	).toEqual([
		['c1', 'company', 'France', '10.00', true],
		['m1', 'consumer', 'Italy', '3.00', true],
	]);
});

test('orders under an id that has become another one count for the customer it is', async () => {
	const db = await openWarehouse({
		sources: [
			givenList('shop', 'customers', [{ customer_id: 'c1', email: 'a@example.com', country: 'Italy' }]),
			givenList('market', 'customers', [{ customer_id: 'm1', email: 'A@example.com', country: 'Spain' }]),
			givenLines([
				{ order: 'o1', customer: 'c1' },
				{ order: 'o2', customer: 'm1', price: '3' },
			]),
		],
	});
	expect(await tableOf(db, 'select customer_id, country, orders_count, net_revenue from dim_customers')).toEqual([
		['c1', 'Italy', 2, '13.00'],
	]);
	expect(await tableOf(db, 'select order_id, customer_id from fct_orders order by 1')).toEqual([
		['o1', 'c1'],
		['o2', 'c1'],
	]);
});

test('companies and contacts are customers, too; who works for a company is of no kind', async () => {
	const db = await openWarehouse({
		sources: [
			givenList('crm', 'companies', [{ company_id: 'f1', country: 'Austria', created_at: '2025-01-02 10:00:00' }]),
			givenList('people', 'contacts', [
				{ contact_id: 'k1', company_id: 'f1' },
				{ contact_id: 'k2', company_id: null },
			]),
		],
	});
	expect(
		await tableOf(
			db,
			'select customer_id, customer_kind, country, created_on, orders_count from dim_customers order by 1',
		),
	).toEqual([
		['company:f1', 'company', 'Austria', '2025-01-02', 0],
		['contact:k1', null, null, null, 0],
		['contact:k2', 'consumer', null, null, 0],
	]);
});

test('a corrected country or kind holds over what the source says, for what was bought as well', async () => {
	const corrections = givenList('records', 'overrides', [
		{ override_id: 'v1', customer_id: 'c1', field: 'country', value: 'Austria' },
		{ override_id: 'v2', customer_id: 'c1', field: 'customer_kind', value: 'company' },
	]);
	const shop = givenShop();
	const db = await openWarehouse({ ...shop, sources: [...shop.sources, corrections] });
	expect(await tableOf(db, "select country, customer_kind from dim_customers where customer_id = 'c1'")).toEqual([
		['Austria', 'company'],
	]);
	expect(await tableOf(db, "select distinct customer_kind from fct_orders where customer_id = 'c1'")).toEqual([
		['company'],
	]);
});

test('a correction of who only orders name holds, too, and makes nobody of who is not there', async () => {
	const corrections = givenList('records', 'overrides', [
		{ override_id: 'v1', customer_id: 'c9', field: 'customer_kind', value: 'company' },
		{ override_id: 'v2', customer_id: 'gone', field: 'country', value: 'Austria' },
		{ override_id: 'v3', customer_id: 'gone too', field: 'name', value: 'Nobody' },
	]);
	const db = await openWarehouse({ sources: [givenLines([{ customer: 'c9', country: 'France' }]), corrections] });
	expect(await tableOf(db, 'select customer_id, customer_kind, country, is_in_source from dim_customers')).toEqual([
		['c9', 'company', 'France', false],
	]);
	expect(await tableOf(db, 'select customer_kind from fct_order_lines')).toEqual([['company']]);
});
