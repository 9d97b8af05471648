import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { strToU8, unzipSync, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import { SourceError } from '#pipeline/errors.ts';
import { isFull, seed, seededRandom } from '../support/faults.ts';
import { openRawFolder, orderSource } from './raw-folder.ts';
import type { RawFolder } from './raw-folder.ts';

// The inputs F20 to F23 of the fault plan that load-parquet, load-json-lines, load-excel and load-bad-files leave.

let folder: RawFolder;

beforeEach(async () => {
	folder = await openRawFolder();
});

afterEach(() => folder.close());

async function writeParquet(query: string, options = ''): Promise<Buffer> {
	const file = join(folder.dir, 'orders.parquet');
	await folder.connection.run(`copy (${query}) to '${file}' (format parquet${options})`);
	return readFileSync(file);
}

describe('a Parquet file', () => {
	const source = orderSource({ path: 'orders.parquet', quarantine: { maxShare: 1 }, allowEmpty: true });

	it(`F20: whose bits turned fails in words, or brings each row or its reason (KUNDIG_SEED=${seed})`, async () => {
		const random = seededRandom(seed);
		const whole = await writeParquet(
			`select 'L' || n as id, (n % 7)::integer as quantity, (n / 3)::decimal(9, 2) as price,
				date '2025-01-01' + (n % 300)::integer as ordered_on from range(2000) as t (n)`,
			', row_group_size 500',
		);
		for (let time = 0; time < (isFull ? 200 : 20); time += 1) {
			const bytes = Buffer.from(whole);
			for (let count = 1 + Math.floor(random() * 8); count > 0; count -= 1) {
				const at = Math.floor(random() * bytes.length);
				bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8));
			}
			folder.write('orders.parquet', bytes);
			const result = await folder.load(source, { full: true }).catch((error: unknown) => error as Error);
			if (result instanceof Error) {
				expect(result).toBeInstanceOf(SourceError);
			} else {
				expect(result.read).toBe(result.loaded + result.unchanged + result.quarantined);
				const [count] = await folder.rows('select count(*) as rows from raw.orders__rows');
				expect(count).toEqual({ rows: result.loaded });
			}
		}
	});

	it('F20: means the same instant and the same number in any unit it is written in', async () => {
		const typed = orderSource({ ...source, zone: 'UTC', columns: { id: 'text', at: 'timestamp', price: 'decimal' } });
		const instant = "timestamp '2025-03-01 12:34:56'";
		const units = [
			`${instant}::timestamp_s as at, 19.99::decimal(4, 2) as price`,
			`${instant}::timestamp_ms as at, 19.99::decimal(18, 6) as price`,
			`${instant}::timestamp_ns as at, 19.99::double as price`,
			`${instant} as at, 19.99::decimal(38, 10) as price`,
		];
		for (const unit of units) {
			await writeParquet(`select 'A1' as id, ${unit}`);
			expect(await folder.load(typed, { full: true })).toMatchObject({ loaded: 1, quarantined: 0 });
			expect(await folder.rows('select "at", price from raw.orders__rows')).toEqual([
				{ at: '2025-03-01T12:34:56Z', price: '19.990000' },
			]);
		}
		// A number of no known unit is no instant.
		await writeParquet("select 'A1' as id, epoch_ms(timestamp '2025-03-01') as at, 1 as price");
		const result = await folder.load(typed, { full: true });
		expect(result.quarantine.map(({ column, reason }) => [column, reason])).toEqual([['at', 'type_mismatch']]);
	});

	/** A value in so many lists. */
	const nested = (levels: number): string =>
		Array.from({ length: levels }).reduce<string>((value) => `[${value}]`, "{'a': 1}");

	it('F20: with values that nest reads them as text, and refuses those that nest beyond measure', async () => {
		const rest = "1 as quantity, 1 as price, date '2025-03-01' as ordered_on";
		await writeParquet(`select ${nested(11)} as id, ${rest}`);
		expect(await folder.load(source)).toMatchObject({ read: 1, loaded: 1 });
		await writeParquet(`select 'A1' as id, ${rest}, ${nested(100)} as note`);
		const error = await folder.failure(source);
		expect(error.message).toBe(
			'orders.parquet is refused: its column "note" nests 101 levels deep (at most 12 are read)',
		);
	});
});

describe('JSON Lines', () => {
	const source = orderSource({
		path: 'orders.jsonl',
		columns: { id: { type: 'text', required: true }, price: 'decimal', tags: 'text' },
		quarantine: { maxShare: 1 },
	});

	it('F21: with a text of 50 MB set that line aside, cut, and load the ones around it', async () => {
		const long = `{"id": "L", "tags": "${'x'.repeat(50_000_000)}"}`;
		folder.write('orders.jsonl', ['{"id": "A1"}', long, '{"id": "A2"}', ''].join('\n'));
		const result = await folder.load(source);
		expect(result).toMatchObject({ read: 3, loaded: 2, quarantined: 1 });
		expect(result.quarantine).toMatchObject([{ line: 2, reason: 'size_limit' }]);
		expect(result.quarantine[0]?.original.length).toBeLessThan(10_100);
	});

	it('F21: take the last of two values of one key, as every reader of JSON does', async () => {
		folder.write('orders.jsonl', '{"id": "A1", "price": 1, "id": "A2", "price": 2.5}\n');
		expect(await folder.load(source)).toMatchObject({ loaded: 1 });
		expect(await folder.rows('select id, price from raw.orders__rows')).toEqual([{ id: 'A2', price: '2.500000' }]);
	});

	it.each([10_000, 200_000])('F21: nested %i deep end nothing', async (depth) => {
		const deep = `{"id": "D", "tags": ${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}`;
		folder.write('orders.jsonl', `{"id": "A1"}\n${deep}\n{"id": "A2"}\n`);
		const result = await folder.load(source);
		expect(result.read).toBe(3);
		expect(result.loaded + result.quarantined).toBe(3);
		expect(result.loaded).toBeGreaterThanOrEqual(2);
	});
});

describe('archives', () => {
	it('F22: a gzip bomb in many small members is stopped', async () => {
		const member = gzipSync(Buffer.alloc(1 << 20, 'x'));
		folder.write('orders.csv.gz', Buffer.concat(Array.from({ length: 40 }, () => member)));
		const error = await folder.failure(orderSource({ path: 'orders.csv.gz' }));
		expect(error.message).toMatch(/grows from \d+ to more than \d+ bytes/);
	});

	it('F22: a workbook with parts that are called as files elsewhere writes none of them', async () => {
		const rows = [
			['id', 'quantity', 'price', 'ordered_on'],
			['A1', '2', '9.90', '2025-03-01'],
		].map((row) => row.map((value) => ({ value })));
		const parts = unzipSync(await writeExcelFile(rows).toBuffer());
		const evil = {
			'../evil.txt': strToU8('x'),
			'/tmp/kundig-evil.txt': strToU8('x'),
			'xl/../../evil.xml': strToU8('x'),
		};
		folder.write('orders.xlsx', zipSync({ ...parts, ...evil, 'inner.zip': zipSync({ 'a.txt': strToU8('a') }) }));
		expect(await folder.load(orderSource({ path: 'orders.xlsx' }))).toMatchObject({ read: 1, loaded: 1 });
		const around = [folder.dir, dirname(folder.dir), '/tmp'].flatMap((place) => readdirSync(place));
		expect(around.filter((name) => name.includes('evil'))).toEqual([]);
	});
});

describe('texts', () => {
	const given = [
		// A Cyrillic letter that looks like a Latin one.
		'p\u0430yp\u0430l@example.com',
		// Turns what follows from right to left.
		'invoice\u202Efdp.exe',
		'\u{1F469}\u200D\u{1F4BB} \u{1F1E9}\u{1F1EA} e\u0301',
		`${'a'.repeat(400)}@example.com`,
		'To: a\r\nBcc: everybody@example.com',
		"=cmd|' /C calc'!A0",
		'<script>alert(1)</script>',
		"'; drop table orders; --",
		'${jndi:ldap://x}',
		'\u{E000}\uFFFD\u200B',
	];

	it('F23: are kept as they came, from delimited files and from JSON', async () => {
		const quoted = given.map((text) => `"${text.replaceAll('"', '""')}"`);
		folder.write(
			'orders.csv',
			`id,quantity,price,ordered_on\n${quoted.map((text) => `${text},1,1,2025-03-01\n`).join('')}`,
		);
		await folder.load();
		const kept = async (): Promise<unknown[]> =>
			(await folder.rows('select id from raw.orders__rows order by _line')).map(({ id }) => id);
		expect(await kept()).toEqual(given);
		const source = orderSource({ path: 'orders.jsonl', columns: { id: 'text' } });
		folder.write('orders.jsonl', given.map((id) => `${JSON.stringify({ id })}\n`).join(''));
		await folder.load(source, { full: true });
		expect(await kept()).toEqual(given);
	});
});
