import { afterEach, beforeEach, expect, test } from 'vitest';
import { activeLoads } from '#warehouse/raw.ts';
import { checkSourceFiles } from '#pipeline/load/check-source-files.ts';
import { openRawFolder, ORDERS, orderSource } from '../raw-folder.ts';
import type { RawFolder } from '../raw-folder.ts';

let folder: RawFolder;

beforeEach(async () => {
	folder = await openRawFolder();
});

afterEach(() => {
	folder.close();
});

test('says what is new, changed, unchanged and gone, and why all would be loaded anew, without doing it', async () => {
	const source = orderSource({ path: '*.csv' });
	folder.write('a.csv', ORDERS);
	folder.write('b.csv', ORDERS.replace('A1', 'B1'));
	folder.write('c.csv', ORDERS.replace('A1', 'C1'));
	expect((await checkSourceFiles(source, folder.dir)).files.map(({ state }) => state)).toEqual(['new', 'new', 'new']);
	await folder.load(source);
	folder.remove('a.csv');
	folder.write('b.csv', ORDERS.replace('A1', 'B2'));
	folder.write('d.csv', ORDERS.replace('A1', 'D1'));
	const active = await activeLoads(folder.connection, 'orders');
	expect(await checkSourceFiles(source, folder.dir, active)).toEqual({
		files: [
			{ file: 'b.csv', bytes: ORDERS.length, state: 'changed' },
			{ file: 'c.csv', bytes: ORDERS.length, state: 'unchanged' },
			{ file: 'd.csv', bytes: ORDERS.length, state: 'new' },
		],
		retired: ['a.csv', 'b.csv'],
		reload: null,
	});
	const other = orderSource({ path: '*.csv', columns: { id: 'text' } });
	expect(await checkSourceFiles(other, folder.dir, active)).toMatchObject({ reload: 'contract changed' });
	expect(await activeLoads(folder.connection, 'orders')).toEqual(active);
});

test('fails as the load would when a file is missing', async () => {
	await expect(checkSourceFiles(orderSource(), folder.dir)).rejects.toThrow('orders.csv does not exist');
});
