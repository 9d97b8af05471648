import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filterOptions } from '#warehouse/reads/filter-options.ts';
import { openMarts } from '../metrics/mart-tables.ts';
import type { TestMarts } from '../metrics/mart-tables.ts';
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
			{ value: 'Germany', lines_count: 8 },
			{ value: 'Austria', lines_count: 3 },
			{ value: null, lines_count: 2 },
		]);
		expect(options.get('is_identified')).toEqual([
			{ value: true, lines_count: 11 },
			{ value: false, lines_count: 2 },
		]);
	});

	it('does not offer a dimension that tells nothing apart', async () => {
		const one = await openMarts({ lines: [{ order: 'o1', on: '2025-01-01', amount: '1' }] });
		expect(await filterOptions(one.db)).toEqual([]);
		one.close();
	});
});
