import { expect, test } from 'vitest';
import { givenList } from '../../given-people.ts';
import { openWarehouse, tableOf } from '../../open-warehouses.ts';

test('each row of a source that is a customer has its link, without what identifies a person', async () => {
	const db = await openWarehouse({
		sources: [
			givenList('shop', 'customers', [{ customer_id: 'c1', email: 'anna@example.com' }]),
			givenList('crm', 'contacts', [{ contact_id: 'k1', email: 'anna@example.com', name: 'Anna Berg' }]),
		],
	});
	expect(await tableOf(db, 'select * from identity_links order by entity')).toEqual([
		['crm', 'contacts', 'k1', 'c1', 'same e-mail'],
		['shop', 'customers', 'c1', 'c1', 'same e-mail'],
	]);
});
