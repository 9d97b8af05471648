import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { attach, detach } from '#warehouse/database.ts';
import { activeLoads, quarantinedRows } from '#warehouse/raw.ts';
import { openRawFolder, orderLines, ORDERS, orderSource } from './raw-folder.ts';
import type { RawFolder } from './raw-folder.ts';

let folder: RawFolder;

beforeEach(async () => {
	folder = await openRawFolder();
});

afterEach(() => folder.close());

const HEADER = 'id,quantity,price,ordered_on\n';
const merge = orderSource({ disposition: 'merge', key: ['id'], path: '*.csv' });
const append = orderSource({ disposition: 'append', path: '*.csv' });
const replace = orderSource({ path: '*.csv' });

const ids = 'select id, price, _file, _line from raw.orders__rows order by id, _file, _line';

describe('a first load', () => {
	test('brings typed rows with file and line', async () => {
		folder.write('orders.csv', ORDERS);
		const result = await folder.load();
		expect(result).toMatchObject({ name: 'orders', status: 'ok', read: 2, loaded: 2, unchanged: 0, quarantined: 0 });
		expect(await folder.rows()).toEqual([
			{ id: 'A1', quantity: 2, price: '9.900000', ordered_on: '2025-01-31', _file: 'orders.csv', _line: 2 },
			{ id: 'A2', quantity: 1, price: '100.000000', ordered_on: '2025-02-01', _file: 'orders.csv', _line: 3 },
		]);
	});

	test('notes the load beside its rows', async () => {
		folder.write('orders.csv', ORDERS);
		await folder.load();
		const [load] = await activeLoads(folder.connection, 'orders');
		expect(load).toMatchObject({
			loadId: 'run-0001/orders/000001',
			file: 'orders.csv',
			bytes: ORDERS.length,
			read: 2,
			loaded: 2,
			quarantined: 0,
			fencingToken: 7,
		});
		expect(await folder.rows('select distinct _load_id as id from raw.orders__rows')).toEqual([{ id: load?.loadId }]);
	});

	test('keeps a bad row with its line, column, reason and text', async () => {
		folder.write('orders.csv', HEADER + orderLines(200) + 'B1,1O,2.50,2025-03-01\n' + orderLines(1, 201));
		const result = await folder.load();
		expect(result).toMatchObject({ read: 202, loaded: 201, quarantined: 1 });
		const message = 'quantity is "1O" (expected an integer such as 1234)';
		const row = { line: 202, column: 'quantity', reason: 'type_mismatch', message, original: 'B1,1O,2.50,2025-03-01' };
		expect(result.quarantine).toEqual([{ file: 'orders.csv', ...row }]);
		expect(await quarantinedRows(folder.connection, { limit: 9 })).toEqual([
			{
				...row,
				source: 'orders',
				table: 'orders__rows',
				loadId: 'run-0001/orders/000001',
				runId: 'run-0001',
				file: 'orders.csv',
			},
		]);
		expect(await folder.rows(`select id, _line from raw.orders__rows where _line > 200`)).toEqual([
			{ id: 'L200', _line: 201 },
			{ id: 'L201', _line: 203 },
		]);
	});

	test('is there when raw is opened again', async () => {
		const disk = await openRawFolder({ isOnDisk: true });
		try {
			disk.write('orders.csv', HEADER + orderLines(1000));
			await disk.load();
			await detach(disk.connection, 'raw');
			await attach(disk.connection, `${disk.dataDir}/raw.duckdb`, 'raw', { readOnly: true });
			expect(await disk.rows('select count(*) as n, max(_line) as last from raw.orders__rows')).toEqual([
				{ n: 1000, last: 1001 },
			]);
			expect(await activeLoads(disk.connection, 'orders')).toHaveLength(1);
		} finally {
			disk.close();
		}
	});

	test('leaves no temporary files and tables behind', async () => {
		folder.write('orders.csv', Buffer.from(HEADER + '"A\n1",2,9.90,2025-01-31\n'));
		await folder.load();
		expect(readdirSync(`${folder.dataDir}/tmp/run-0001`)).toEqual([]);
		expect(await folder.rows(`select table_name from duckdb_tables() where temporary`)).toEqual([]);
	});

	test('reports progress up to all bytes', async () => {
		folder.write('orders.csv', HEADER + orderLines(100));
		const seen: number[] = [];
		let total = 0;
		await folder.load(orderSource(), {
			onProgress: (count) => {
				seen.push(count.done);
				total = count.total;
			},
		});
		expect(seen).toEqual(seen.toSorted((a, b) => a - b));
		expect(total).toBe((HEADER + orderLines(100)).length);
		expect(total - (seen.at(-1) ?? 0)).toBeLessThan(total * 0.02);
	});
});

describe('the same files again', () => {
	test.each([
		['replace', replace],
		['merge', merge],
		['append', append],
	])('are unchanged under %s', async (_, source) => {
		folder.write('orders.csv', ORDERS);
		await folder.load(source);
		const before = await folder.rows();
		const again = await folder.load(source);
		expect(again).toMatchObject({ read: 2, loaded: 0, unchanged: 2, quarantined: 0, removed: 0 });
		expect(await folder.rows()).toEqual(before);
		expect(await activeLoads(folder.connection, 'orders')).toHaveLength(1);
	});

	test.each([
		['replace', replace],
		['merge', merge],
		['append', append],
	])('are unchanged under another name under %s, and keep the lines they had', async (_, source) => {
		folder.write('orders.csv', ORDERS);
		await folder.load(source);
		const before = await folder.rows();
		folder.remove('orders.csv');
		folder.write('renamed.csv', ORDERS);
		expect(await folder.load(source)).toMatchObject({ read: 2, loaded: 0, unchanged: 2 });
		expect(await folder.rows()).toEqual(before);
	});

	test('count what was set aside as unchanged, too', async () => {
		folder.write('orders.csv', HEADER + orderLines(200) + 'B1,x,2.50,2025-03-01\n');
		await folder.load();
		expect(await folder.load()).toMatchObject({ read: 201, loaded: 0, unchanged: 201, quarantined: 0 });
		expect(await quarantinedRows(folder.connection, { limit: 9 })).toHaveLength(1);
	});

	test('are loaded anew in a full load', async () => {
		folder.write('orders.csv', ORDERS);
		await folder.load();
		expect(await folder.load(orderSource(), { full: true })).toMatchObject({
			read: 2,
			loaded: 2,
			unchanged: 0,
			removed: 0,
		});
		const [load, ...others] = await activeLoads(folder.connection, 'orders');
		expect([load?.runId, others]).toEqual(['run-0002', []]);
		expect(await folder.rows()).toHaveLength(2);
	});

	test('are loaded once where two of them have one content', async () => {
		folder.write('a.csv', ORDERS);
		folder.write('b.csv', ORDERS);
		expect(await folder.load(append)).toMatchObject({ read: 4, loaded: 2, unchanged: 2 });
		expect(await folder.load(append)).toMatchObject({ read: 4, loaded: 0, unchanged: 4 });
		expect(await folder.rows()).toHaveLength(2);
	});
});

describe('a changed file', () => {
	const changed = HEADER + 'A2,1,120,2025-02-01\nA3,1,5,2025-02-02\n';

	test('replaces itself', async () => {
		folder.write('orders.csv', ORDERS);
		folder.write('other.csv', HEADER + 'Z9,1,1,2025-01-01\n');
		await folder.load(replace);
		folder.write('orders.csv', changed);
		expect(await folder.load(replace)).toMatchObject({ read: 3, loaded: 2, unchanged: 1, removed: 2 });
		expect(await folder.rows(ids)).toEqual([
			{ id: 'A2', price: '120.000000', _file: 'orders.csv', _line: 2 },
			{ id: 'A3', price: '5.000000', _file: 'orders.csv', _line: 3 },
			{ id: 'Z9', price: '1.000000', _file: 'other.csv', _line: 2 },
		]);
	});

	test('takes with it what its old content had set aside', async () => {
		folder.write('orders.csv', HEADER + orderLines(200) + 'B1,x,2.50,2025-03-01\n');
		await folder.load();
		folder.write('orders.csv', HEADER + orderLines(200) + 'B1,1,2.50,2025-03-01\n');
		await folder.load();
		expect(await quarantinedRows(folder.connection, { limit: 9 })).toEqual([]);
	});

	test('replaces the rows of its keys under merge', async () => {
		folder.write('orders.csv', ORDERS);
		await folder.load(merge);
		folder.write('orders.csv', changed);
		expect(await folder.load(merge)).toMatchObject({ read: 2, loaded: 2, unchanged: 0, removed: 0 });
		expect((await folder.rows(ids)).map(({ id, price }) => [id, price])).toEqual([
			['A1', '9.900000'],
			['A2', '120.000000'],
			['A3', '5.000000'],
		]);
	});

	test('counts again under merge when it goes back to an earlier content', async () => {
		for (const content of [ORDERS, changed, ORDERS]) {
			folder.write('orders.csv', content);
			await folder.load(merge);
		}
		expect((await folder.rows(ids)).map(({ id, price }) => [id, price])).toEqual([
			['A1', '9.900000'],
			['A2', '100.000000'],
			['A3', '5.000000'],
		]);
		expect(await folder.load(merge)).toMatchObject({ read: 2, unchanged: 2 });
	});

	test('adds its rows under append, each under a name and line of its own', async () => {
		folder.write('orders.csv', ORDERS);
		await folder.load(append);
		folder.write('orders.csv', changed);
		expect(await folder.load(append)).toMatchObject({ read: 2, loaded: 2, unchanged: 0 });
		expect((await folder.rows(ids)).map(({ id, _file, _line }) => [id, _file, _line])).toEqual([
			['A1', 'orders.csv', 2],
			['A2', 'orders.csv', 3],
			['A2', 'orders.csv (2)', 2],
			['A3', 'orders.csv (2)', 3],
		]);
	});

	test('merges by a key of two columns', async () => {
		const source = orderSource({ disposition: 'merge', key: ['id', 'quantity'] });
		folder.write('orders.csv', ORDERS);
		await folder.load(source);
		folder.write('orders.csv', HEADER + 'A1,2,1,2025-01-31\nA1,3,2,2025-01-31\n');
		await folder.load(source);
		expect(await folder.rows('select id, quantity, price from raw.orders__rows order by all')).toEqual([
			{ id: 'A1', quantity: 2, price: '1.000000' },
			{ id: 'A1', quantity: 3, price: '2.000000' },
			{ id: 'A2', quantity: 1, price: '100.000000' },
		]);
	});
});

describe('a file that is gone', () => {
	test('takes its rows with it under replace', async () => {
		folder.write('a.csv', ORDERS);
		folder.write('b.csv', HEADER + 'Z9,1,1,2025-01-01\n');
		await folder.load(replace);
		folder.remove('a.csv');
		expect(await folder.load(replace)).toMatchObject({ read: 1, loaded: 0, unchanged: 1, removed: 2 });
		expect((await folder.rows(ids)).map(({ id }) => id)).toEqual(['Z9']);
	});

	test.each([
		['merge', merge],
		['append', append],
	])('leaves its rows under %s', async (_, source) => {
		folder.write('a.csv', ORDERS);
		folder.write('b.csv', HEADER + 'Z9,1,1,2025-01-01\n');
		await folder.load(source);
		folder.remove('a.csv');
		expect(await folder.load(source)).toMatchObject({ read: 1, unchanged: 1, removed: 0 });
		expect(await folder.rows()).toHaveLength(3);
	});

	test('fails the source when it was the only one, and leaves what is loaded', async () => {
		folder.write('orders.csv', ORDERS);
		await folder.load();
		folder.remove('orders.csv');
		const error = await folder.failure();
		expect(error.message).toBe(`${folder.dir}/orders.csv does not exist`);
		expect(error.hint).toContain('relative to the folder of the config file');
		expect(await folder.rows()).toHaveLength(2);
	});
});

describe('a changed contract', () => {
	const columns = { id: 'text', quantity: 'float', ordered_on: 'date' } as const;

	test('rebuilds the table under replace', async () => {
		folder.write('orders.csv', ORDERS);
		await folder.load();
		expect(await folder.load(orderSource({ columns }))).toMatchObject({ read: 2, loaded: 2, unchanged: 0, removed: 0 });
		expect(
			await folder.rows('select * exclude (_load_id, _file) from raw.orders__rows order by _line limit 1'),
		).toEqual([{ id: 'A1', quantity: 2, ordered_on: '2025-01-31', _line: 2 }]);
	});

	test('loads the files again in the order of the first time under merge', async () => {
		folder.write('b.csv', HEADER + 'A1,1,1,2025-01-01\n');
		await folder.load(merge);
		folder.write('a.csv', HEADER + 'A1,2,2,2025-01-01\n');
		await folder.load(merge);
		await folder.load(orderSource({ disposition: 'merge', key: ['id'], path: '*.csv', columns }));
		expect(await folder.rows('select id, quantity, _file from raw.orders__rows')).toEqual([
			{ id: 'A1', quantity: 2, _file: 'a.csv' },
		]);
	});

	test('fails under append when a file is gone, naming it, and leaves what is loaded', async () => {
		folder.write('a.csv', ORDERS);
		folder.write('b.csv', HEADER + 'Z9,1,1,2025-01-01\n');
		await folder.load(append);
		folder.remove('a.csv');
		const error = await folder.failure(orderSource({ disposition: 'append', path: '*.csv', columns }));
		expect(error.message).toBe(
			'source orders cannot be loaded anew (its columns, types, format or key changed): ' +
				'1 of the files that its rows came from are gone or changed (a.csv)',
		);
		expect(await folder.rows()).toHaveLength(3);
	});

	test('passes under merge over files whose rows are all replaced by now', async () => {
		folder.write('orders.csv', HEADER + 'A1,1,1,2025-01-01\n');
		await folder.load(merge);
		folder.write('orders.csv', HEADER + 'A1,2,2,2025-01-01\n');
		await folder.load(merge);
		const source = orderSource({ disposition: 'merge', key: ['id'], path: '*.csv', columns });
		expect(await folder.load(source)).toMatchObject({ read: 1, loaded: 1 });
	});
});

describe('keys', () => {
	const source = orderSource({ key: ['id'], quarantine: { maxShare: 0.5 } });

	test('the last version of a key in a file is kept, the others are set aside with the line that outdoes them', async () => {
		folder.write('orders.csv', HEADER + 'A1,1,1,2025-01-01\nA2,1,1,2025-01-01\nA1,2,2,2025-01-01\nA1,3,3,2025-01-01\n');
		const result = await folder.load(source);
		expect(result).toMatchObject({ read: 4, loaded: 2, quarantined: 2 });
		expect(result.quarantine.map(({ line, column, reason, message }) => [line, column, reason, message])).toEqual([
			[2, 'id', 'duplicate_key', 'id occurs again on line 5, which is kept'],
			[4, 'id', 'duplicate_key', 'id occurs again on line 5, which is kept'],
		]);
		expect(result.quarantine[0]?.original).toBe('A1,1,1,2025-01-01');
		expect((await folder.rows(ids)).map(({ id, _line }) => [id, _line])).toEqual([
			['A1', 5],
			['A2', 3],
		]);
	});

	test('a version that breaks the contract outdoes nothing', async () => {
		folder.write('orders.csv', HEADER + 'A1,1,1,2025-01-01\nA1,x,2,2025-01-01\n');
		const result = await folder.load(source);
		expect(result.quarantine.map(({ line, reason }) => [line, reason])).toEqual([[3, 'type_mismatch']]);
		expect((await folder.rows(ids)).map(({ id, _line }) => [id, _line])).toEqual([['A1', 2]]);
	});

	test('an empty key sets its row aside', async () => {
		folder.write('orders.csv', HEADER + ',1,1,2025-01-01\nA2,1,1,2025-01-01\n');
		const result = await folder.load(source);
		expect(result.quarantine.map(({ line, column, reason, message }) => [line, column, reason, message])).toEqual([
			[2, 'id', 'missing_required', 'id is empty'],
		]);
	});

	test('append keeps repeated keys', async () => {
		folder.write('orders.csv', HEADER + 'A1,1,1,2025-01-01\nA1,1,1,2025-01-01\n');
		expect(await folder.load(orderSource({ disposition: 'append', key: ['id'] }))).toMatchObject({ loaded: 2 });
	});
});

describe('too many bad rows', () => {
	test('fail the load, which changes nothing and still shows them', async () => {
		folder.write('orders.csv', ORDERS);
		await folder.load();
		folder.write('orders.csv', HEADER + orderLines(49) + 'B1,x,1,2025-01-01\n');
		const error = await folder.failure();
		expect(error.message).toBe(
			'source orders: 1 of 50 records break its contract (at most 1 % and 1,000 may); the first: ' +
				'orders.csv line 51: quantity is "x" (expected an integer such as 1234)',
		);
		expect(error.hint).toContain('quarantine: { maxShare, maxRows }');
		expect(error.counts).toEqual({ read: 50, quarantined: 1 });
		expect(error.quarantine.map(({ line, original }) => [line, original])).toEqual([[51, 'B1,x,1,2025-01-01']]);
		expect((await folder.rows(ids)).map(({ id }) => id)).toEqual(['A1', 'A2']);
	});

	test('are those beyond one percent: exactly one percent passes', async () => {
		folder.write('orders.csv', HEADER + orderLines(99) + 'B1,x,1,2025-01-01\n');
		expect(await folder.load()).toMatchObject({ read: 100, loaded: 99, quarantined: 1 });
	});

	test('are those beyond a thousand, however many good ones there are', async () => {
		const bad = 'B1,x,1,2025-01-01\n'.repeat(1001);
		folder.write('orders.csv', HEADER + orderLines(200_000) + bad);
		const error = await folder.failure();
		expect(error.message).toContain('1,001 of 201,001 records');
		expect(error.quarantine).toHaveLength(1000);
		folder.write('orders.csv', HEADER + orderLines(200_000) + bad.slice(0, -'B1,x,1,2025-01-01\n'.length));
		expect(await folder.load()).toMatchObject({ loaded: 200_000, quarantined: 1000 });
	});

	test('are counted over all new files of a source together', async () => {
		folder.write('a.csv', HEADER + 'B1,x,1,2025-01-01\n');
		folder.write('b.csv', HEADER + orderLines(99));
		expect(await folder.load(replace)).toMatchObject({ read: 100, quarantined: 1 });
	});

	test('are what the source says they are', async () => {
		folder.write('orders.csv', HEADER + 'A1,1,1,2025-01-01\nB1,x,1,2025-01-01\n');
		expect(await folder.load(orderSource({ quarantine: { maxShare: 0.5 } }))).toMatchObject({
			loaded: 1,
			quarantined: 1,
		});
		const error = await folder.failure(orderSource({ quarantine: { maxShare: 1, maxRows: 0 }, allowEmpty: true }), {
			full: true,
		});
		expect(error.message).toContain('at most 100 % and 0 may');
	});

	test('more than a thousand rows are all kept where the source allows more', async () => {
		folder.write('orders.csv', HEADER + orderLines(10) + 'B1,x,1,2025-01-01\n'.repeat(1500));
		const result = await folder.load(orderSource({ quarantine: { maxShare: 1, maxRows: 2000 } }));
		expect([result.quarantined, result.quarantine.length]).toEqual([1500, 1000]);
		expect(await folder.rows('select count(*) as n from raw.quarantine')).toEqual([{ n: 1500 }]);
	});
});

describe('an empty file', () => {
	test.each([
		['without a byte', ''],
		['with a header alone', HEADER],
		['with a header and no line break', HEADER.trimEnd()],
		['with blank lines', `${HEADER}\n\n`],
	])('%s fails a source that is replaced, and leaves what is loaded', async (_, content) => {
		folder.write('orders.csv', ORDERS);
		await folder.load();
		folder.write('orders.csv', content);
		const error = await folder.failure();
		expect(error.message).toBe('source orders is empty: no record in it');
		expect(await folder.rows()).toHaveLength(2);
	});

	test('empties a source that may be empty', async () => {
		folder.write('orders.csv', ORDERS);
		const source = orderSource({ allowEmpty: true });
		await folder.load(source);
		folder.write('orders.csv', HEADER);
		expect(await folder.load(source)).toMatchObject({ read: 0, loaded: 0, removed: 2 });
		expect(await folder.rows()).toEqual([]);
		expect(await folder.load(source)).toMatchObject({ read: 0, unchanged: 0 });
	});

	test('is fine beside another one, and under append', async () => {
		folder.write('a.csv', HEADER);
		folder.write('b.csv', ORDERS);
		expect(await folder.load(replace)).toMatchObject({ loaded: 2 });
		expect(await folder.load(append)).toMatchObject({ read: 2, loaded: 2 });
	});
});

describe('a load that ends before its commit', () => {
	test('changes nothing when the run no longer holds its lease', async () => {
		folder.write('orders.csv', ORDERS);
		await folder.load();
		folder.write('orders.csv', HEADER + 'Z9,1,1,2025-01-01\n');
		const error = await folder.failure(orderSource(), { isCurrent: () => Promise.resolve(false) });
		expect(error.message).toBe('source orders: another run took over, nothing of it was loaded');
		expect(error.retryable).toBe(true);
		expect((await folder.rows(ids)).map(({ id }) => id)).toEqual(['A1', 'A2']);
		expect(await folder.load()).toMatchObject({ loaded: 1, removed: 2 });
	});

	test('changes nothing when it is cancelled, and fails with the reason it was given', async () => {
		folder.write('orders.csv', HEADER + orderLines(1000));
		const controller = new AbortController();
		const cancelled = folder.load(orderSource(), {
			signal: controller.signal,
			isCurrent: () => {
				controller.abort(new Error('cancelled from the page'));
				return true;
			},
		});
		await expect(cancelled).rejects.toThrow('cancelled from the page');
		expect(await activeLoads(folder.connection, 'orders')).toEqual([]);
		await expect(folder.load(orderSource(), { signal: controller.signal })).rejects.toThrow('cancelled from the page');
	});
});

describe('several sources', () => {
	test('keep apart', async () => {
		folder.write('orders.csv', ORDERS);
		folder.write('returns.csv', HEADER + 'R1,1,1,2025-01-01\n');
		await folder.load();
		await folder.load(orderSource({ name: 'returns', path: 'returns.csv' }));
		expect(await folder.rows('select id from raw.returns__rows')).toEqual([{ id: 'R1' }]);
		folder.write('returns.csv', HEADER + 'R2,1,1,2025-01-01\n');
		await folder.load(orderSource({ name: 'returns', path: 'returns.csv' }));
		expect(await folder.rows('select id from raw.returns__rows')).toEqual([{ id: 'R2' }]);
		expect(await folder.rows()).toHaveLength(2);
	});
});
