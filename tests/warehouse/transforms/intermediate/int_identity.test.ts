import { describe, expect, test } from 'vitest';
import type { GivenSource } from '../../build-warehouse.ts';
import { givenLines } from '../../given-lines.ts';
import { givenList } from '../../given-people.ts';
import { openWarehouse, tableOf } from '../../open-warehouses.ts';

const LINKS = 'select source, source_id, customer_id, reason from identity_links order by list_order, source_id';

async function linksOf(...sources: readonly GivenSource[]): Promise<unknown[][]> {
	const db = await openWarehouse({ relations: ['identity_links', 'dim_people', 'dim_customers'], sources });
	return tableOf(db, LINKS.replace('identity_links', 'int_identity'));
}

const SHOP = givenList('shop', 'customers', [
	{ customer_id: 'c1', email: 'Anna@Example.com ' },
	{ customer_id: 'c2', email: null },
]);

test('a customer that one source lists is itself', async () => {
	expect(await linksOf(SHOP)).toEqual([
		['shop', 'c1', 'c1', 'apart'],
		['shop', 'c2', 'c2', 'apart'],
	]);
});

describe('an external key', () => {
	test('makes one customer of what two sources list under one id', async () => {
		const market = givenList('market', 'customers', [{ customer_id: 'c2' }, { customer_id: 'm1' }]);
		expect(await linksOf(SHOP, market)).toEqual([
			['shop', 'c1', 'c1', 'apart'],
			['shop', 'c2', 'c2', 'external key'],
			['market', 'c2', 'c2', 'external key'],
			['market', 'm1', 'm1', 'apart'],
		]);
	});

	test('makes a contact and a company the customer whose id they carry, whatever their addresses say', async () => {
		const contacts = givenList('crm', 'contacts', [
			{ contact_id: 'k1', customer_id: ' c2 ', email: 'anna@example.com' },
		]);
		const companies = givenList('erp', 'companies', [{ company_id: 'f1', customer_id: 'c1' }]);
		expect(await linksOf(SHOP, contacts, companies)).toEqual([
			['shop', 'c1', 'c1', 'external key'],
			['shop', 'c2', 'c2', 'external key'],
			['erp', 'f1', 'c1', 'external key'],
			['crm', 'k1', 'c2', 'external key'],
		]);
	});

	test('of a customer that only an order or a line names counts as well', async () => {
		const companies = givenList('crm', 'companies', [
			{ company_id: 'f1', customer_id: 'c8' },
			{ company_id: 'f2', customer_id: 'c9' },
		]);
		const orders: GivenSource = {
			name: 'orders',
			columns: { order: 'text', customer: 'text', at: 'timestamp' },
			loads: [[['o9', 'c9', '2025-01-15 12:00:00']]],
			entities: { orders: { order_id: 'order', customer_id: 'customer', ordered_at: 'at' } },
		};
		expect(await linksOf(companies, orders, givenLines([{ order: 'o8', customer: 'c8' }]))).toEqual([
			['crm', 'f1', 'c8', 'apart'],
			['crm', 'f2', 'c9', 'apart'],
		]);
	});

	test('that nobody else knows is none: the address decides, or nothing', async () => {
		const contacts = givenList('crm', 'contacts', [
			{ contact_id: 'k1', customer_id: 'old-1', email: 'anna@example.com' },
			{ contact_id: 'k2', customer_id: 'old-2', email: null },
		]);
		expect(await linksOf(SHOP, contacts)).toEqual([
			['shop', 'c1', 'c1', 'same e-mail'],
			['shop', 'c2', 'c2', 'apart'],
			['crm', 'k1', 'c1', 'same e-mail'],
			['crm', 'k2', 'contact:k2', 'apart'],
		]);
	});

	test('that two lists carry joins them though no source sells to it', async () => {
		const companies = givenList('crm', 'companies', [{ company_id: 'f1', customer_id: 'e1' }]);
		const contacts = givenList('erp', 'contacts', [{ contact_id: 'k1', customer_id: 'e1' }]);
		expect(await linksOf(companies, contacts)).toEqual([
			['crm', 'f1', 'e1', 'external key'],
			['erp', 'k1', 'e1', 'external key'],
		]);
	});
});

describe('the same e-mail', () => {
	test('joins two sources whose ids differ, under the id of the first', async () => {
		const market = givenList('market', 'customers', [
			{ customer_id: 'm1', email: ' ANNA@example.com' },
			{ customer_id: 'm2', email: 'ben@example.com' },
		]);
		expect(await linksOf(SHOP, market)).toEqual([
			['shop', 'c1', 'c1', 'same e-mail'],
			['shop', 'c2', 'c2', 'apart'],
			['market', 'm1', 'c1', 'same e-mail'],
			['market', 'm2', 'm2', 'apart'],
		]);
	});

	test('joins a contact to a company where no source knows the address', async () => {
		const companies = givenList('crm', 'companies', [{ company_id: 'f1', email: 'info@firn.example' }]);
		const contacts = givenList('erp', 'contacts', [{ contact_id: 'k1', email: 'info@firn.example' }]);
		expect(await linksOf(companies, contacts)).toEqual([
			['crm', 'f1', 'company:f1', 'same e-mail'],
			['erp', 'k1', 'company:f1', 'same e-mail'],
		]);
	});

	test('within one list joins nobody: its own ids say who is who', async () => {
		const shop = givenList('shop', 'customers', [
			{ customer_id: 'c1', email: 'us@example.com' },
			{ customer_id: 'c2', email: 'us@example.com' },
		]);
		expect(await linksOf(shop)).toEqual([
			['shop', 'c1', 'c1', 'apart'],
			['shop', 'c2', 'c2', 'apart'],
		]);
	});

	test('that several customers of the first list have is nobody’s: there is no guessing', async () => {
		const shop = givenList('shop', 'customers', [
			{ customer_id: 'c1', email: 'us@example.com' },
			{ customer_id: 'c2', email: 'us@example.com' },
		]);
		const contacts = givenList('crm', 'contacts', [{ contact_id: 'k1', email: 'us@example.com' }]);
		expect(await linksOf(shop, contacts)).toEqual([
			['shop', 'c1', 'c1', 'apart'],
			['shop', 'c2', 'c2', 'apart'],
			['crm', 'k1', 'contact:k1', 'apart'],
		]);
	});

	test('reaches through a key: who is one customer by key brings their address along', async () => {
		const companies = givenList('crm', 'companies', [
			{ company_id: 'f1', customer_id: 'c2', email: 'ben@example.com' },
		]);
		const contacts = givenList('erp', 'contacts', [{ contact_id: 'k1', email: 'ben@example.com' }]);
		expect(await linksOf(SHOP, companies, contacts)).toEqual([
			['shop', 'c1', 'c1', 'apart'],
			['shop', 'c2', 'c2', 'external key'],
			['crm', 'f1', 'c2', 'external key'],
			['erp', 'k1', 'c2', 'same e-mail'],
		]);
	});

	test('of spaces is none', async () => {
		const market = givenList('market', 'customers', [{ customer_id: 'm1', email: '  ' }]);
		const shop = givenList('shop', 'customers', [{ customer_id: 'c1', email: ' ' }]);
		expect((await linksOf(shop, market)).map(([, , , reason]) => reason)).toEqual(['apart', 'apart']);
	});
});

test('the order of the sources does not matter to who is one, only to the id they go by', async () => {
	const market = givenList('market', 'customers', [{ customer_id: 'm1', email: 'anna@example.com' }]);
	const ids = async (...sources: readonly GivenSource[]): Promise<unknown[]> =>
		(await linksOf(...sources)).map(([, id, customer]) => `${String(id)}=${String(customer)}`);
	expect(await ids(SHOP, market)).toEqual(['c1=c1', 'c2=c2', 'm1=c1']);
	expect(await ids(market, SHOP)).toEqual(['m1=m1', 'c1=m1', 'c2=c2']);
});

test('a company that two sources list is one customer, by the key that either knows', async () => {
	const crm = givenList('crm', 'companies', [{ company_id: 'f1', customer_id: null }]);
	const erp = givenList('erp', 'companies', [{ company_id: 'f1', customer_id: 'c2' }]);
	expect(await linksOf(SHOP, crm, erp)).toEqual([
		['shop', 'c1', 'c1', 'apart'],
		['shop', 'c2', 'c2', 'external key'],
		['crm', 'f1', 'c2', 'external key'],
		['erp', 'f1', 'c2', 'external key'],
	]);
});
