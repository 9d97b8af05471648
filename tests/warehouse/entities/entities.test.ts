import { describe, expect, test } from 'vitest';
import { ENTITIES, entityByName } from '#warehouse/entities/entities.ts';
import { SQL_TYPES } from '#warehouse/entities/entity.ts';

test('the entities are those that a config can name', () => {
	expect(ENTITIES.map(({ name }) => name)).toEqual([
		'customers',
		'products',
		'orders',
		'order_lines',
		'exchange_rates',
		'users',
		'companies',
		'contacts',
		'leads',
		'stages',
		'deals',
		'deal_lines',
		'deal_stage_events',
		'tickets',
		'campaigns',
		'campaign_members',
		'campaign_costs',
		'consent_events',
		'activities',
		'holidays',
		'suppressions',
	]);
	expect(entityByName('orders')?.key).toEqual(['order_id']);
	expect(entityByName('order')).toBeNull();
});

test('what identifies a person is marked: names, addresses, and what people write about them', () => {
	const personal = ENTITIES.flatMap(({ name, columns }) =>
		Object.keys(columns).flatMap((column) => (columns[column]?.personal ? [`${name}.${column}`] : [])),
	);
	const person = ['name', 'email', 'phone', 'street', 'postal_code', 'city'];
	expect(personal).toEqual([
		...person.map((column) => `customers.${column}`),
		...['name', 'domain', 'email', 'phone', 'street', 'postal_code', 'city'].map((column) => `companies.${column}`),
		...person.map((column) => `contacts.${column}`),
		...['name', 'email', 'employer'].map((column) => `leads.${column}`),
		'deals.name',
		...['subject', 'email'].map((column) => `tickets.${column}`),
		'suppressions.address',
	]);
});

describe.each(ENTITIES.map((entity) => [entity.name, entity] as const))('%s', (_, { key, columns }) => {
	test('needs its key', () => {
		for (const column of key) expect(columns[column], column).toMatchObject({ required: true });
	});

	test('names an instant …_at and a day …_on, and nothing else so', () => {
		for (const [column, { type }] of Object.entries(columns)) {
			expect(column.endsWith('_at'), column).toBe(type === 'timestamp');
			expect(column.endsWith('_on'), column).toBe(type === 'date');
		}
	});

	test('names a customer in one way, so that spaces part nobody from their orders', () => {
		const { customer_id: customer } = columns;
		expect(customer === undefined || customer.trimmed).toBe(true);
	});
});

test('money has room for prices of a thousandth', () => {
	expect(SQL_TYPES.decimal).toBe('decimal(18, 6)');
});
