import { expect, test } from 'vitest';
import { givenShop } from '../../../fixtures/shop/given-shop.ts';
import { givenLines } from '../../given-lines.ts';
import { givenList } from '../../given-people.ts';
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
			"select distinct database_name from duckdb_columns() where column_name = 'email' and database_name in ('marts', 'people')",
		),
	).toEqual([['people']]);
});

test('of several lists the first says each field, and the next what it leaves open', async () => {
	const db = await openWarehouse({
		sources: [
			givenList('shop', 'customers', [{ customer_id: 'c1', name: 'A. Berg', email: 'anna@example.com', city: null }]),
			givenList('market', 'customers', [{ customer_id: 'c1', name: 'Anna Berg', phone: '+49 30 1', city: 'Berlin' }]),
			givenList('crm', 'contacts', [
				{ contact_id: 'k1', email: 'anna@example.com', street: 'Weg 1', city: 'Potsdam' },
				{ contact_id: 'k2', name: 'Ben', email: 'ben@example.com' },
			]),
		],
	});
	expect(
		await tableOf(db, 'select customer_id, name, email, phone, street, postal_code, city from dim_people order by 1'),
	).toEqual([
		['c1', 'A. Berg', 'anna@example.com', '+49 30 1', 'Weg 1', null, 'Berlin'],
		['contact:k2', 'Ben', 'ben@example.com', null, null, null, null],
	]);
});

test('a customer that only orders name is called what a record of the same key says', async () => {
	const db = await openWarehouse({
		sources: [
			givenLines([{ customer: '12346' }]),
			givenList('records', 'companies', [{ company_id: 'f1', customer_id: '12346', name: 'Firn AG' }]),
		],
	});
	expect(await tableOf(db, 'select customer_id, name from dim_people')).toEqual([['12346', 'Firn AG']]);
});

test('what somebody corrected holds, also when it empties a field; the rest stays the source’s', async () => {
	const corrections = givenList('records', 'overrides', [
		{
			override_id: 'v1',
			customer_id: 'c1',
			field: 'name',
			value: 'Anna Bergmann',
			overridden_at: '2025-03-01 10:00:00',
		},
		{ override_id: 'v2', customer_id: 'c1', field: 'phone', value: null, overridden_at: '2025-03-01 10:00:00' },
		{ override_id: 'v3', customer_id: 'c2', field: 'email', value: ' Mail@Firn.example', overridden_at: null },
	]);
	const shop = givenShop();
	const db = await openWarehouse({ ...shop, sources: [...shop.sources, corrections] });
	expect(
		await tableOf(
			db,
			'select customer_id, name, email, phone, city, email_normalised, search_text from dim_people order by 1',
		),
	).toEqual([
		[
			'c1',
			'Anna Bergmann',
			'Anna@Example.com ',
			null,
			'Berlin',
			'anna@example.com',
			'anna bergmann anna@example.com  c1 berlin',
		],
		[
			'c2',
			'Firn AG',
			' Mail@Firn.example',
			null,
			'Zürich',
			'mail@firn.example',
			'firn ag  mail@firn.example c2 zurich',
		],
		['c3', 'Cem Aydın', null, null, 'Wien', null, 'cem aydın c3 wien'],
	]);
});

test('a customer that only orders name is called what somebody typed; one that is not there stays away', async () => {
	const corrections = givenList('records', 'overrides', [
		{ override_id: 'v1', customer_id: '12346', field: 'name', value: 'Firn AG' },
		{ override_id: 'v2', customer_id: 'gone', field: 'name', value: 'Nobody' },
	]);
	const db = await openWarehouse({ sources: [givenLines([{ customer: '12346' }]), corrections] });
	expect(await tableOf(db, 'select customer_id, name, email from dim_people')).toEqual([['12346', 'Firn AG', null]]);
});
