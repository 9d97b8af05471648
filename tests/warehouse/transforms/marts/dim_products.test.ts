import { expect, test } from 'vitest';
import { givenShop } from '../../../fixtures/shop/given-shop.ts';
import { givenList } from '../../given-people.ts';
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

test('a product that is kept here under a source’s key is that product, and the source says what it is', async () => {
	const db = await openWarehouse({
		sources: [
			givenList('shop', 'products', [{ product_id: 'p1', name: 'Tent' }]),
			givenList('records', 'products', [
				{ product_id: 'p1', name: 'tent (old name)' },
				{ product_id: 'r1', name: 'Guided tour' },
			]),
		],
	});
	expect(await tableOf(db, 'select product_id, name from dim_products order by 1')).toEqual([
		['p1', 'Tent'],
		['r1', 'Guided tour'],
	]);
});
