import { expect, test } from 'vitest';
import { givenShop } from '../../../fixtures/shop/given-shop.ts';
import { openWarehouse, tableOf } from '../../open-warehouses.ts';

test('lists the products of the source, those without a category as uncategorised', async () => {
	const db = await openWarehouse(givenShop());
	expect(
		await tableOf(db, 'select product_id, name, category, unit_cost, list_price from dim_products order by 1'),
	).toEqual([
		['p1', 'Tent', 'Camping', '60.000000', '100.000000'],
		['p2', 'Mug', 'uncategorised', '2.500000', '5.500000'],
		['p3', 'Rope', 'Climbing', null, '10.000000'],
	]);
});
