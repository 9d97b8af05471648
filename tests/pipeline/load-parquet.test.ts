import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRawFolder, orderSource } from './raw-folder.ts';
import type { RawFolder } from './raw-folder.ts';

let folder: RawFolder;

beforeEach(async () => {
	folder = await openRawFolder();
});

afterEach(() => folder.close());

const source = orderSource({ path: 'orders.parquet', quarantine: { maxShare: 1 } });

async function writeParquet(query: string): Promise<void> {
	await folder.connection.run(`copy (${query}) to '${join(folder.dir, 'orders.parquet')}' (format parquet)`);
}

describe('a Parquet file', () => {
	it('brings its rows by the names of its columns, each with its number', async () => {
		await writeParquet(`select * from (values
			(date '2025-01-31', 9.90::decimal(9, 2), 'A1', 2::integer, 'x'), (null, 100, 'A2', null, 'y')
		) as orders (ordered_on, price, id, quantity, note)`);
		const result = await folder.load(source);
		expect(result).toMatchObject({ read: 2, loaded: 2, quarantined: 0 });
		expect(result.drift).toEqual([{ file: 'orders.parquet', kind: 'undeclared_column', column: 'note' }]);
		expect(await folder.rows()).toEqual([
			{ id: 'A1', quantity: 2, price: '9.900000', ordered_on: '2025-01-31', _file: 'orders.parquet', _line: 1 },
			{ id: 'A2', quantity: null, price: '100.000000', ordered_on: null, _file: 'orders.parquet', _line: 2 },
		]);
	});

	it('sets aside rows whose values break the contract, with the row as JSON', async () => {
		await writeParquet(`select 'N' || n as id, case n when 2 then 'nan'::double when 3 then 1e30 else 2.5 end as price,
			case n when 1 then 1.5 else 1 end as quantity, date '2025-03-01' as ordered_on from range(4) as t (n)`);
		const result = await folder.load(source);
		expect(result).toMatchObject({ read: 4, loaded: 1, quarantined: 3 });
		expect(result.quarantine.map(({ line, column, reason }) => [line, column, reason])).toEqual([
			[2, 'quantity', 'type_mismatch'],
			[3, 'price', 'type_mismatch'],
			[4, 'price', 'out_of_range'],
		]);
		expect(JSON.parse(result.quarantine[0]?.original ?? '')).toMatchObject({ id: 'N1', quantity: 1.5 });
	});

	it('keeps the last row of a key', async () => {
		await writeParquet(`select * from (values ('A1', 1, 1.0, date '2025-01-01'), ('A1', 2, 2.0, date '2025-01-02'))
			as orders (id, quantity, price, ordered_on)`);
		const result = await folder.load(orderSource({ ...source, key: ['id'] }));
		expect(result).toMatchObject({ read: 2, loaded: 1, quarantined: 1 });
		expect(await folder.rows('select quantity from raw.orders__rows')).toEqual([{ quantity: 2 }]);
	});

	it('brings times with a zone in UTC, and lists and structures as JSON', async () => {
		const typed = orderSource({
			...source,
			zone: 'UTC',
			columns: { id: 'text', at: 'timestamp', tags: 'text', place: 'text', is_paid: 'boolean' },
		});
		await writeParquet(`select 'A1' as id, timestamptz '2025-03-01 12:00:00+02' as at, ['a', 'b'] as tags,
			{'city': 'Köln'} as place, true as is_paid`);
		expect(await folder.load(typed)).toMatchObject({ loaded: 1 });
		expect(await folder.rows('select "at", tags, place, is_paid from raw.orders__rows')).toEqual([
			{ at: '2025-03-01T10:00:00Z', tags: '["a","b"]', place: '{"city":"Köln"}', is_paid: true },
		]);
	});

	it('is written with a comma for a source whose texts have one', async () => {
		await writeParquet(
			`select 'A1' as id, 1::integer as quantity, 1234.5::double as price, date '2025-03-01' as ordered_on`,
		);
		const german = orderSource({ ...source, format: { preset: 'german-excel', kind: 'parquet' } });
		expect(await folder.load(german)).toMatchObject({ loaded: 1 });
		expect(await folder.rows('select price, ordered_on from raw.orders__rows')).toEqual([
			{ price: '1234.500000', ordered_on: '2025-03-01' },
		]);
	});

	it.each([
		['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length - 20)],
		['of another kind', () => Buffer.from('id,quantity\nA1,2\n')],
		['empty', () => Buffer.alloc(0)],
	])('F20: that is %s fails in words', async (_, spoil) => {
		await writeParquet(`select 'A1' as id, 1 as quantity, 1.0 as price, date '2025-03-01' as ordered_on`);
		folder.write('orders.parquet', spoil(readFileSync(join(folder.dir, 'orders.parquet'))));
		const error = await folder.failure(source);
		expect(error.message).toContain('orders.parquet cannot be read as Parquet');
		expect(error.hint).toContain('export it again');
	});

	it('fails without a declared column, and says which it has', async () => {
		await writeParquet(`select 'A1' as id, 1 as amount`);
		const error = await folder.failure(source);
		expect(error.message).toContain('no column "quantity", "price", "ordered_on"');
		expect(error.message).toContain('"amount"');
	});
});
