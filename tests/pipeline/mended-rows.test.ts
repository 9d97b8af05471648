import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRowFolder, order, rowSource } from './row-folder.ts';
import type { RowFolder } from './row-folder.ts';

let folder: RowFolder;

beforeEach(async () => {
	folder = await openRowFolder();
});

afterEach(() => folder.close());

const merged = rowSource({ cursor: { column: 'updated_at' } });

describe('rows that are set aside and come again', () => {
	const aside = (): Promise<unknown> =>
		folder.rows("select original->>'id' as id, original->>'amount' as amount from raw.quarantine order by original");

	it('are in the quarantine no more once they are mended, in the transaction that brings them', async () => {
		await folder.loadRows(merged, { pages: [[order('A', 'much', 8), order('B', 'more', 9), order('C', 3, 9)]] });
		expect(await aside()).toEqual([
			{ id: 'A', amount: 'much' },
			{ id: 'B', amount: 'more' },
		]);
		expect(await folder.loadRows(merged, { pages: [[order('A', 5, 10)]] })).toMatchObject({
			loaded: 1,
			quarantined: 0,
		});
		expect(await aside()).toEqual([{ id: 'B', amount: 'more' }]);
		expect(await folder.orders()).toEqual(['A 5.0 01 10:00', 'C 3.0 01 09:00']);
	});

	it('stay there while the source gives them as broken as they were, beside an earlier version', async () => {
		const lagged = rowSource({ cursor: { column: 'updated_at', lag: 7200 } });
		const given = { pages: [[order('A', 1, 8), order('A', 'much', 9)]] };
		await folder.loadRows(lagged, given);
		await folder.loadRows(lagged, given);
		expect(await aside()).toEqual([{ id: 'A', amount: 'much' }]);
	});

	it('leave it also when they are again what they were before they broke', async () => {
		const source = rowSource();
		await folder.loadRows(source, { pages: [[order('A', 1, 8)]] });
		await folder.loadRows(source, { pages: [[order('A', 'much', 8)]] });
		expect(await aside()).toEqual([{ id: 'A', amount: 'much' }]);
		const result = await folder.loadRows(source, { pages: [[order('A', 1, 8)]] });
		expect(result).toMatchObject({ read: 1, loaded: 0, unchanged: 1, quarantined: 0 });
		expect(await aside()).toEqual([]);
	});

	it('are told by all columns of their key, whatever their names', async () => {
		const named = rowSource({ columns: { 'a/b': 'text', 'c~"d': 'integer', n: 'decimal' }, key: ['a/b', 'c~"d'] });
		await folder.loadRows(named, {
			pages: [
				[
					['x', '1', 'much'],
					['x', '2', 'more'],
				],
			],
		});
		await folder.loadRows(named, {
			pages: [
				[
					['x', '1', '5'],
					['y', '2', '5'],
				],
			],
		});
		expect(await folder.rows('select count(*) as rows from raw.quarantine')).toEqual([{ rows: 1 }]);
	});
});
