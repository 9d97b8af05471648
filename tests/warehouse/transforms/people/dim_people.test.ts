import { expect, test } from 'vitest';
import { givenShop } from '../../../fixtures/shop/given-shop.ts';
import { openWarehouse, tableOf } from '../../open-warehouses.ts';

test('says who the listed customers are, with an address to match by and a text to search in', async () => {
	const db = await openWarehouse(givenShop());
	expect(
		await tableOf(
			db,
			'select customer_id, name, email, city, email_normalised, search_text from dim_people order by 1',
		),
	).toEqual([
		['c1', 'Anna Berg', 'Anna@Example.com ', 'Berlin', 'anna@example.com', 'anna berg anna@example.com  c1 berlin'],
		['c2', 'Firn AG', 'info@firn.example', 'Zürich', 'info@firn.example', 'firn ag info@firn.example c2 zurich'],
		['c3', 'Cem Aydın', null, 'Wien', null, 'cem aydın c3 wien'],
	]);
});

test('lies in people.duckdb alone', async () => {
	const db = await openWarehouse(givenShop());
	expect(
		await tableOf(
			db,
			"select database_name from duckdb_columns() where column_name = 'email' and database_name in ('marts', 'people')",
		),
	).toEqual([['people']]);
});
