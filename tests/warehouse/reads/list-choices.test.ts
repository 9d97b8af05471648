import { expect, it, onTestFinished } from 'vitest';
import { listChoices } from '#warehouse/reads/list-choices.ts';
import { openMarts } from '../metrics/mart-tables.ts';
import { TINY_SHOP } from '../metrics/tiny-shop.ts';

const ALSO = `
insert into dim_products (product_id, name, category) values
	('p1', 'Zebra lamp', 'Lamps'), ('p2', 'anchor mug', 'Mugs'), ('p3', null, 'Mugs');
insert into customer_scores (customer_id, status, segment) values
	('c1', 'scored', 'loyal'), ('c2', 'scored', 'loyal'), ('c3', 'too_new', null);
`;

it('offers what there is: values with their customers, the commonest first, categories and products by name', async () => {
	const marts = await openMarts({ lines: TINY_SHOP, also: ALSO });
	onTestFinished(() => marts.close());
	const choices = await listChoices(marts.db, true);
	expect(choices.countries).toEqual([
		{ value: 'Germany', name: null, customers: 2 },
		{ value: 'Austria', name: null, customers: 1 },
	]);
	expect(choices.kinds.map(({ value }) => value)).toEqual(['consumer', 'company']);
	expect(choices.categories.map(({ value }) => value)).toEqual(['Lamps', 'Mugs']);
	expect(choices.products.map(({ value, name }) => [value, name])).toEqual([
		['p2', 'anchor mug'],
		['p3', null],
		['p1', 'Zebra lamp'],
	]);
	expect(choices.segments).toEqual([{ value: 'loyal', name: null, customers: 2 }]);
	expect(choices.statuses.map(({ value, customers }) => [value, customers])).toEqual([
		['scored', 2],
		['too_new', 1],
	]);
	await marts.db.run('drop table customer_scores');
	expect(await listChoices(marts.db, false)).toMatchObject({ segments: [], statuses: [] });
});
