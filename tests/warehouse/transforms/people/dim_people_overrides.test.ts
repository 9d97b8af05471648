import { expect, test } from 'vitest';
import { givenList } from '../../given-people.ts';
import { openWarehouse, tableOf } from '../../open-warehouses.ts';

const SHOP = givenList('shop', 'customers', [{ customer_id: 'c1', name: 'Anna', email: 'anna@example.com' }]);
const USERS = givenList('records', 'users', [{ user_id: 'u1', name: 'Jo' }]);

test('says what holds, what the source said, who and when', async () => {
	const overrides = givenList('typed', 'overrides', [
		{
			override_id: 'v1',
			customer_id: 'c1',
			field: 'name',
			value: 'Anna Berg',
			source_value: 'Anna',
			user_id: 'u1',
			overridden_at: '2025-03-01 10:00:00',
		},
	]);
	const db = await openWarehouse({ sources: [SHOP, USERS, { ...overrides, zone: 'UTC' }] });
	expect(await tableOf(db, 'select * from dim_people_overrides')).toEqual([
		['c1', 'name', 'Anna Berg', 'Anna', 'u1', 'Jo', '2025-03-01T10:00:00Z'],
	]);
});

test('follows a customer who goes by another id since: the newest correction of a field holds', async () => {
	const override = (id: string, customer: string, value: string, day: string): Record<string, string> => ({
		override_id: id,
		customer_id: customer,
		field: 'name',
		value,
		overridden_at: `${day} 10:00:00`,
	});
	const db = await openWarehouse({
		sources: [
			SHOP,
			givenList('market', 'customers', [{ customer_id: 'm1', email: 'anna@example.com' }]),
			givenList('crm', 'contacts', [{ contact_id: 'k1', customer_id: 'c1' }]),
			givenList('typed', 'overrides', [
				override('v1', 'c1', 'first', '2025-03-01'),
				override('v2', 'contact:k1', 'newest', '2025-03-03'),
				override('v3', 'm1', 'second', '2025-03-02'),
			]),
		],
	});
	expect(await tableOf(db, 'select customer_id, value from dim_people_overrides')).toEqual([['c1', 'newest']]);
	expect(await tableOf(db, 'select customer_id, name from dim_people')).toEqual([['c1', 'newest']]);
});
