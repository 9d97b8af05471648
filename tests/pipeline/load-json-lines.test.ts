import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRawFolder, orderSource } from './raw-folder.ts';
import type { RawFolder } from './raw-folder.ts';

let folder: RawFolder;

beforeEach(async () => {
	folder = await openRawFolder();
});

afterEach(() => folder.close());

const source = orderSource({
	path: 'orders.jsonl',
	zone: 'UTC',
	columns: {
		id: { type: 'text', required: true },
		price: 'decimal',
		'customer.city': 'text',
		tags: 'text',
		is_gift: 'boolean',
		ordered_at: 'timestamp',
	},
	quarantine: { maxShare: 1 },
});

const ORDER = { id: 'A1', price: 9.9, customer: { city: 'Köln' }, tags: ['a', 'b'], is_gift: true };

function lines(...objects: readonly (string | object)[]): string {
	return objects.map((each) => `${typeof each === 'string' ? each : JSON.stringify(each)}\n`).join('');
}

describe('a file of JSON Lines', () => {
	it('brings values by key and by path, lists as their text, instants in UTC', async () => {
		folder.write(
			'orders.jsonl',
			lines({ ...ORDER, ordered_at: '2025-03-01T12:00:00+02:00' }, { id: 'A2', ordered_at: '2025-03-01T12:00:00.5Z' }),
		);
		expect(await folder.load(source)).toMatchObject({ read: 2, loaded: 2, quarantined: 0 });
		expect(await folder.rows()).toEqual([
			{
				id: 'A1',
				price: '9.900000',
				'customer.city': 'Köln',
				tags: '["a","b"]',
				is_gift: true,
				ordered_at: '2025-03-01T10:00:00Z',
				_file: 'orders.jsonl',
				_line: 1,
			},
			{
				id: 'A2',
				price: null,
				'customer.city': null,
				tags: null,
				is_gift: null,
				ordered_at: '2025-03-01T12:00:00.500Z',
				_file: 'orders.jsonl',
				_line: 2,
			},
		]);
	});

	it('keeps every digit of a number', async () => {
		folder.write(
			'orders.jsonl',
			lines('{"id": 12345678901234567890, "price": 123456789012.123456, "tags": [9007199254740993]}'),
		);
		await folder.load(source);
		expect(await folder.rows('select id, price, tags from raw.orders__rows')).toEqual([
			{ id: '12345678901234567890', price: '123456789012.123456', tags: '[9007199254740993]' },
		]);
	});

	it('F21: sets aside lines that are no object, and values that break the contract, with their text', async () => {
		const bad = ['{"id": "B1", "price": 1', '[1, 2]', '{"id": "B2", "price": "much"}', '{"price": 1}', '"text"'];
		folder.write('orders.jsonl', lines(ORDER, ...bad, '', { id: 'A2' }));
		const result = await folder.load(source);
		expect(result).toMatchObject({ read: 7, loaded: 2, quarantined: 5 });
		expect(result.files[0]).toMatchObject({ blankLines: 1 });
		expect(result.quarantine.map(({ line, column, reason, original }) => [line, column, reason, original])).toEqual([
			[2, null, 'unparseable_record', bad[0]],
			[3, null, 'unparseable_record', bad[1]],
			[4, 'price', 'type_mismatch', bad[2]],
			[5, 'id', 'missing_required', bad[3]],
			[6, null, 'unparseable_record', bad[4]],
		]);
	});

	it('F21: sets aside what is no UTF-8, has a NUL or half a character, or is longer than 1 MiB', async () => {
		const long = `{"id": "L", "tags": "${'x'.repeat(2 << 20)}"}`;
		const text = Buffer.concat([
			Buffer.from(lines('{"id": "N", "tags": "a\\u0000b"}', '{"id": "H", "tags": "\\ud83d"}', long)),
			Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d, 0x0a]),
			Buffer.from(lines({ id: 'A1', tags: 'ok "quoted"\nover two lines' })),
		]);
		folder.write('orders.jsonl', text);
		const result = await folder.load(source);
		expect(result).toMatchObject({ read: 5, loaded: 1, quarantined: 4 });
		expect(result.quarantine.map(({ line, reason }) => [line, reason])).toEqual([
			[1, 'unparseable_record'],
			[2, 'unparseable_record'],
			[3, 'size_limit'],
			[4, 'unparseable_record'],
		]);
		expect(await folder.rows('select tags, _line from raw.orders__rows')).toEqual([
			{ tags: 'ok "quoted"\nover two lines', _line: 5 },
		]);
	});

	it('F21: is not shaken by keys of JavaScript’s own, by depth, or by a byte order mark', async () => {
		const deep = `{"id": "D", "tags": ${'['.repeat(10_000)}${']'.repeat(10_000)}}`;
		folder.write('orders.jsonl', `\ufeff${lines('{"id": "P", "__proto__": {"price": 1}, "constructor": 2}', deep)}`);
		expect(await folder.load(source)).toMatchObject({ read: 2, loaded: 2 });
		expect(await folder.rows('select id, price from raw.orders__rows order by id')).toEqual([
			{ id: 'D', price: null },
			{ id: 'P', price: null },
		]);
	});

	it('is read packed, too, and not twice', async () => {
		const packed = orderSource({ ...source, path: 'orders.jsonl.gz' });
		folder.write('orders.jsonl.gz', gzipSync(lines(ORDER)));
		expect(await folder.load(packed)).toMatchObject({ loaded: 1 });
		expect(await folder.load(packed)).toMatchObject({ loaded: 0, unchanged: 1 });
	});

	it('fails when no record has a column that is required, and says which keys there are', async () => {
		folder.write('orders.jsonl', lines({ number: 'A1', price: 1 }));
		const error = await folder.failure(source);
		expect(error.message).toBe('orders.jsonl: no record has "id" (they have number)');
		expect(error.hint).toContain('mend the names under columns');
	});

	it('tells which keys no column takes, and which column no record has', async () => {
		folder.write('orders.jsonl', lines({ ...ORDER, note: 'x' }, { id: 'A2' }));
		const { drift } = await folder.load(source);
		expect(drift).toEqual([
			{ file: 'orders.jsonl', kind: 'undeclared_column', column: 'note' },
			{ file: 'orders.jsonl', kind: 'missing_column', column: 'ordered_at' },
		]);
	});

	it('keeps every character of a text, those that part fields and records on the way, too', async () => {
		const texts = ['a\u001fb', '\u001ea\u001e', '"a", b', 'a\nb', 'a\r\nb', ' a ', '\u001f', '\u001e', '\t', 'null'];
		// One file has line breaks inside of its fields, the other one has not: they are read in two ways.
		const isPlain = (text: string): boolean => !/[\n\r]/.test(text);
		for (const kept of [texts, texts.filter(isPlain)]) {
			folder.write('orders.jsonl', lines(...kept.map((tags, index) => ({ id: `A${index}`, tags }))));
			expect(await folder.load(source)).toMatchObject({ loaded: kept.length, quarantined: 0 });
			expect((await folder.rows()).map((row) => row.tags)).toEqual(kept);
		}
	});

	it('keeps a text of hundreds of thousands of characters', async () => {
		const tags = 'long, "long", longer '.repeat(20_000);
		folder.write('orders.jsonl', lines({ id: 'A1', tags }, { id: 'A2', tags: `${tags}\u001f` }));
		expect(await folder.load(source)).toMatchObject({ loaded: 2, quarantined: 0 });
		expect((await folder.rows()).map((row) => row.tags)).toEqual([tags, `${tags}\u001f`]);
	});

	it('reads numbers alike whether the source writes its texts with a comma or a point', async () => {
		const german = orderSource({
			...source,
			format: { preset: 'german-excel', kind: 'json-lines', encoding: 'utf-8' },
		});
		const exact = '{"id": "A3", "price": 123456789012.123456}';
		folder.write('orders.jsonl', lines({ id: 'A1', price: 1234.5 }, { id: 'A2', price: '1.234,50' }, exact));
		expect(await folder.load(german)).toMatchObject({ loaded: 3 });
		expect(await folder.rows('select price from raw.orders__rows order by id')).toEqual([
			{ price: '1234.500000' },
			{ price: '1234.500000' },
			{ price: '123456789012.123456' },
		]);
	});
});
