import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filterOptions } from '#warehouse/reads/filter-options.ts';
import { buildWarehouse } from '../build-warehouse.ts';
import { givenEntities } from '../given-entities.ts';
import { openMarts } from '../metrics/mart-tables.ts';
import type { TestMarts } from '../metrics/mart-tables.ts';
import { TINY_CRM } from '../metrics/tiny-crm.ts';
import { TINY_SHOP } from '../metrics/tiny-shop.ts';

let marts: TestMarts;

beforeAll(async () => {
	marts = await openMarts({ lines: TINY_SHOP });
});
afterAll(() => marts.close());

describe('filterOptions', () => {
	it('offers the values there are, commonest first, missing ones too', async () => {
		const options = new Map((await filterOptions(marts.db)).map((option) => [option.dimension, option.values]));
		expect(options.get('country')).toEqual([
			{ value: 'Germany', rows_count: 8 },
			{ value: 'Austria', rows_count: 3 },
			{ value: null, rows_count: 2 },
		]);
		expect(options.get('is_identified')).toEqual([
			{ value: true, rows_count: 11 },
			{ value: false, rows_count: 2 },
		]);
	});

	it('does not offer a dimension that tells nothing apart', async () => {
		const one = await openMarts({ lines: [{ order: 'o1', on: '2025-01-01', amount: '1' }] });
		expect(await filterOptions(one.db)).toEqual([]);
		one.close();
	});

	it('offers what deals and tickets are told apart by on their pages', async () => {
		const crm = await buildWarehouse({ sources: givenEntities(TINY_CRM) });
		const sales = new Map((await filterOptions(crm.db, 'sales')).map(({ dimension, values }) => [dimension, values]));
		expect(sales.get('owner')).toEqual([
			{ value: 'Ada', rows_count: 4 },
			{ value: 'Ben', rows_count: 3 },
			{ value: 'u9', rows_count: 1 },
		]);
		expect(sales.has('category')).toBe(false);
		const service = new Map(
			(await filterOptions(crm.db, 'service')).map(({ dimension, values }) => [dimension, values]),
		);
		expect(service.get('channel')).toEqual([
			{ value: 'email', rows_count: 2 },
			{ value: 'chat', rows_count: 1 },
			{ value: 'phone', rows_count: 1 },
			{ value: null, rows_count: 1 },
		]);
		crm.close();
	});
});
