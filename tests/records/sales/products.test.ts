import { expect, it } from 'vitest';
import { createProduct, deleteProduct, listProducts, updateProduct } from '#records/sales/products.ts';
import { acting, openTestRecords } from '../open-records.ts';

it('keeps products, and lists those that are sold', async () => {
	const { records } = await openTestRecords();
	const doing = acting(records);
	const box = await doing((transaction, author) =>
		createProduct(transaction, author, { name: 'Box', unit_price: '19.9', unit_cost: '0.001', currency: 'eur' }),
	);
	expect(box).toMatchObject({ unit_price: '19.90', unit_cost: '0.001', currency: 'EUR', is_active: 1 });
	const old = await doing((transaction, author) => createProduct(transaction, author, { name: 'Anvil' }));
	await doing((transaction, author) =>
		updateProduct(transaction, author, { id: old.product_id, version: 1 }, { is_active: false }),
	);
	expect((await listProducts(records)).map(({ name }) => name)).toEqual(['Box']);
	expect((await listProducts(records, { withInactive: true })).map(({ name }) => name)).toEqual(['Anvil', 'Box']);
	await doing((transaction, author) => deleteProduct(transaction, author, { id: box.product_id, version: 1 }));
	expect(await listProducts(records)).toEqual([]);
	await expect(
		doing((transaction, author) => createProduct(transaction, author, { unit_price: '-1' })),
	).rejects.toMatchObject({ issues: [{ field: 'unit_price', code: 'too_small' }] });
});
