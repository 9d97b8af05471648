import { gzipSync } from 'node:zlib';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openRawFolder, orderLines, ORDERS, orderSource } from './raw-folder.ts';
import type { RawFolder } from './raw-folder.ts';

// The inputs F1 to F18 and F22 of the fault plan, as files on disk, through the whole load; F20 to F23 go on in
// load-hostile-files.test.ts.

let folder: RawFolder;

beforeEach(async () => {
	folder = await openRawFolder();
});

afterEach(() => {
	folder.close();
});

const HEADER = 'id,quantity,price,ordered_on\n';
const tolerant = orderSource({ quarantine: { maxShare: 1 } });

/** Line, reason and message of what a load set aside, and the lines it loaded. */
async function outcome(
	content: string | Uint8Array,
	source = tolerant,
): Promise<{ aside: unknown[]; lines: number[] }> {
	folder.write('orders.csv', content);
	const result = await folder.load(source);
	expect(result.read).toBe(result.loaded + result.unchanged + result.quarantined);
	const rows = await folder.rows('select _line from raw.orders__rows order by _line');
	return {
		aside: result.quarantine.map(({ line, reason, message, original }) => [line, reason, message, original]),
		lines: rows.map((row) => row._line as number),
	};
}

async function message(content: string | Uint8Array, source = tolerant): Promise<string> {
	folder.write('orders.csv', content);
	const error = await folder.failure(source);
	expect(await folder.rows('select * from raw.loads')).toEqual([]);
	return error.message;
}

describe('a file that is cut off', () => {
	test('F1: in its last record fails, naming the last whole line', async () => {
		folder.write('orders.csv', `${HEADER}${orderLines(3)}L4,1`);
		const error = await folder.failure();
		expect(error.message).toBe('orders.csv ends in the middle of line 5: 2 of 4 fields');
		expect(error.hint).toBe('line 4 is the last whole one; export the file again');
		expect(error.retryable).toBe(true);
	});

	test('F2: inside quotes fails, naming the line where the quote opened', async () => {
		expect(await message(`${HEADER}${orderLines(3)}"L4,1,2.50,2025-03-01\n${orderLines(50, 5)}`)).toBe(
			'orders.csv: the quote opened on line 5 never closes',
		);
	});

	test('F22: as gzip fails, whatever part is missing', async () => {
		const whole = gzipSync(HEADER + orderLines(5000));
		for (const length of [12, whole.length >> 1, whole.length - 4]) {
			folder.write('orders.csv.gz', whole.subarray(0, length));
			const error = await folder.failure(orderSource({ path: 'orders.csv.gz' }));
			expect(error.message).toBe('orders.csv.gz is cut off: its gzip data end too early');
			expect(error.retryable).toBe(true);
		}
		expect(readdirSync(join(folder.dataDir, 'tmp', 'run-0001'))).toEqual([]);
	});
});

describe('quotes', () => {
	test('a stray quote inside an unquoted field sets its line aside, and no other', async () => {
		expect(await outcome(`${HEADER}${orderLines(2)}6" pipe,1,2.50,2025-03-01\n${orderLines(2, 4)}`)).toEqual({
			aside: [[4, 'unparseable_record', 'a quote stands inside an unquoted field', '6" pipe,1,2.50,2025-03-01']],
			lines: [2, 3, 5, 6],
		});
	});

	test('one far down, behind megabytes that are read already, sets its line aside, and no other', async () => {
		const before = orderLines(100_000);
		expect(before.length).toBeGreaterThan(2 << 20);
		const { aside, lines } = await outcome(`${HEADER}${before}6" pipe,1,2.50,2025-03-01\n${orderLines(1)}`);
		expect(aside).toEqual([
			[100_002, 'unparseable_record', 'a quote stands inside an unquoted field', '6" pipe,1,2.50,2025-03-01'],
		]);
		expect(lines).toEqual([...Array.from({ length: 100_000 }, (_, index) => index + 2), 100_003]);
	});

	test('an undoubled quote inside a quoted field sets its line aside, and no other', async () => {
		expect(await outcome(`${HEADER}"TV 40" black",1,2.50,2025-03-01\n${orderLines(1)}`)).toEqual({
			aside: [[2, 'unparseable_record', 'text follows a closing quote', '"TV 40" black",1,2.50,2025-03-01']],
			lines: [3],
		});
	});

	test('a stray opening quote that another one closes later on swallows no lines between', async () => {
		const text = `${HEADER}"L1,1,2.50,2025-03-01\n${orderLines(3, 2)}"L5",1,2.50,2025-03-01\n${orderLines(1, 6)}`;
		expect(await outcome(text)).toEqual({
			aside: [
				[
					2,
					'unparseable_record',
					'a quote opened on this line closes on a later one: text follows a closing quote',
					'"L1,1,2.50,2025-03-01',
				],
			],
			lines: [3, 4, 5, 6, 7],
		});
	});

	test('well-formed ones are read: doubled, around delimiters, around everything, around nothing', async () => {
		folder.write('orders.csv', `${HEADER}"a ""b"" c,d","1","2.50","2025-03-01"\n"",1,2.50,2025-03-01\n`);
		await folder.load();
		expect(await folder.rows('select id, quantity, _line from raw.orders__rows order by _line')).toEqual([
			{ id: 'a "b" c,d', quantity: 1, _line: 2 },
			{ id: null, quantity: 1, _line: 3 },
		]);
	});

	test('line breaks inside quotes are text, and the lines after them keep their physical numbers', async () => {
		const text = `${HEADER}"a\nb\n\nc",1,2.50,2025-03-01\nL2,x,2.50,2025-03-01\n"d\r\ne",1,2.50,2025-03-01\nL4,1,1,2025-03-01\n`;
		folder.write('orders.csv', text);
		const result = await folder.load(tolerant);
		expect(result.quarantine.map(({ line, original }) => [line, original])).toEqual([[6, 'L2,x,2.50,2025-03-01']]);
		expect(await folder.rows('select id, _line from raw.orders__rows order by _line')).toEqual([
			{ id: 'a\nb\n\nc', _line: 2 },
			{ id: 'd\r\ne', _line: 7 },
			{ id: 'L4', _line: 9 },
		]);
	});

	test('another quote character may be declared', async () => {
		const source = orderSource({ format: { quote: "'" } });
		folder.write('orders.csv', `${HEADER}'6", long',1,2.50,2025-03-01\n5" short,1,2.50,2025-03-01\n`);
		await folder.load(source);
		expect(await folder.rows('select id from raw.orders__rows order by _line')).toEqual([
			{ id: '6", long' },
			{ id: '5" short' },
		]);
	});
});

describe('records of another shape', () => {
	test('F3: ragged ones are set aside', async () => {
		const text = `${HEADER}L1,1\n${orderLines(1, 2)}L3,1,2.50,2025-03-01,more\n${orderLines(1, 4)}L5,1,2.50,2025-03-01,\n`;
		expect(await outcome(`${text}${orderLines(1, 6)}`)).toEqual({
			aside: [
				[2, 'wrong_column_count', '2 fields (expected 4)', 'L1,1'],
				[4, 'wrong_column_count', '5 fields (expected 4)', 'L3,1,2.50,2025-03-01,more'],
				[6, 'wrong_column_count', '5 fields (expected 4)', 'L5,1,2.50,2025-03-01,'],
			],
			lines: [3, 5, 7],
		});
	});

	test('F4: mixed delimiters fail the load by its limit', async () => {
		const text = `${HEADER}L1,1,2.50,2025-03-01\nL2;1;2.50;2025-03-01\nL3;1;2.50;2025-03-01\n`;
		expect(await message(text, orderSource())).toContain(
			'2 of 3 records break its contract (at most 1 % and 1,000 may); the first: orders.csv line 3: 1 field (expected 4)',
		);
	});

	test('F8: a NUL sets its record aside', async () => {
		expect(await outcome(`${HEADER}L1\0x,1,2.50,2025-03-01\n${orderLines(1, 2)}`)).toEqual({
			aside: [[2, 'unparseable_record', 'it has a NUL character', 'L1␀x,1,2.50,2025-03-01']],
			lines: [3],
		});
	});

	test('F10: a record of 3 MB is set aside, cut, and the ones around it are loaded', async () => {
		const long = `${'x'.repeat(3_000_000)},1,2.50,2025-03-01\n`;
		const { aside, lines } = await outcome(`${HEADER}${orderLines(1)}${long}${orderLines(1, 3)}`);
		expect(aside).toEqual([[3, 'size_limit', 'longer than 1 MiB', `${'x'.repeat(10_000)}…`]]);
		expect(lines).toEqual([2, 4]);
	});

	test('F10: a quote that stays open over more than 1 MiB of lines fails', async () => {
		expect(await message(`${HEADER}"L1,1,2.50,2025-03-01\n${orderLines(60_000, 2)}"`)).toBe(
			'orders.csv: the quote opened on line 2 does not close within 1 MiB',
		);
	});

	test('F14: blank lines are passed over and counted, and count as lines', async () => {
		folder.write('orders.csv', `\n${HEADER}\n${orderLines(1)}\n\n${orderLines(1, 2)}\n`);
		const result = await folder.load();
		expect(result.files).toMatchObject([{ read: 2, blankLines: 4 }]);
		expect((await folder.rows()).map((row) => row._line)).toEqual([4, 7]);
	});

	test('a file of one column has no blank records', async () => {
		folder.write('orders.csv', 'id\nA\n\nB\n');
		await folder.load(orderSource({ columns: { id: 'text' } }));
		expect(await folder.rows('select id, _line from raw.orders__rows order by _line')).toEqual([
			{ id: 'A', _line: 2 },
			{ id: 'B', _line: 4 },
		]);
	});
});

describe('line breaks', () => {
	test.each([
		['LF', '\n'],
		['CR LF', '\r\n'],
		['CR', '\r'],
	])('%s alone are read', async (_, newline) => {
		folder.write('orders.csv', ORDERS.replaceAll('\n', newline));
		await folder.load();
		expect((await folder.rows()).map(({ id, _line, ordered_on }) => [id, _line, ordered_on])).toEqual([
			['A1', 2, '2025-01-31'],
			['A2', 3, '2025-02-01'],
		]);
	});

	test.each([
		['F9: CR LF among LF', 'id\nA\nB\r\nC\n', 'line 3 ends with CR LF, the lines before it with LF'],
		['F9: LF among CR LF', 'id\r\nA\r\nB\nC\r\n', 'line 3 ends with LF, the lines before it with CR LF'],
		['F9: a CR alone', 'id\nA\nB\rC\n', 'line 3 ends with CR, the lines before it with LF'],
		['F9: CR LF after a header with LF', 'id\nA\r\nB\r\n', 'line 2 ends with CR LF, the lines before it with LF'],
	])('%s fails, naming the line', async (_, text, problem) => {
		const twoColumns = text.replaceAll(/(id|[ABC])/g, '$1,x');
		const source = orderSource({ columns: { id: 'text' } });
		expect(await message(twoColumns, source)).toBe(`orders.csv: ${problem}`);
	});
});

describe('encodings', () => {
	const accented = 'id,quantity,price,ordered_on\nMüller – 5 €,1,2.50,2025-03-01\n';

	test('F5: a byte order mark is no part of the first name', async () => {
		folder.write('orders.csv', `\uFEFF${accented}`);
		await folder.load();
		expect(await folder.rows('select id from raw.orders__rows')).toEqual([{ id: 'Müller – 5 €' }]);
	});

	test('F5: a byte order mark before quotes is none either', async () => {
		folder.write('orders.csv', `\uFEFF"id","quantity","price","ordered_on"\n"A, B",1,2.50,2025-03-01\n`);
		await folder.load();
		expect(await folder.rows('select id from raw.orders__rows')).toEqual([{ id: 'A, B' }]);
	});

	test.each([
		['utf-16le', 'with a mark', Buffer.from(`\uFEFF${accented}`, 'utf16le')],
		['utf-16le', 'without one', Buffer.from(accented, 'utf16le')],
		['utf-16be', 'with a mark', Buffer.from(`\uFEFF${accented}`, 'utf16le').swap16()],
	])('F6: %s %s fails with a hint, and is read when declared', async (encoding, _, bytes) => {
		folder.write('orders.csv', bytes);
		const error = await folder.failure();
		expect(error.message).toBe('orders.csv looks like UTF-16 (expected utf-8)');
		expect(error.hint).toContain(`'${encoding}'`);
		await folder.load(orderSource({ format: { encoding } }));
		expect(await folder.rows('select id from raw.orders__rows')).toEqual([{ id: 'Müller – 5 €' }]);
	});

	test('F7: bytes of another encoding set their lines aside with a hint, readable', async () => {
		const latin1 = Buffer.from('Müller,1,2.50,2025-03-01\n', 'latin1');
		const hint = "it has bytes that are not UTF-8 (declare format.encoding, for instance 'windows-1252')";
		expect(await outcome(Buffer.concat([Buffer.from(HEADER + orderLines(1)), latin1]))).toEqual({
			aside: [[3, 'unparseable_record', hint, 'Müller,1,2.50,2025-03-01']],
			lines: [2],
		});
	});

	test('F7: a declared encoding is read', async () => {
		folder.write(
			'orders.csv',
			Buffer.concat([Buffer.from(HEADER), Buffer.from('Müller\x80,1,2.50,2025-03-01\n', 'latin1')]),
		);
		await folder.load(orderSource({ format: { encoding: 'windows-1252' } }));
		expect(await folder.rows('select id from raw.orders__rows')).toEqual([{ id: 'Müller€' }]);
	});

	test('UTF-8 that is declared to be something else fails instead of turning into wrong letters', async () => {
		const source = orderSource({ format: { encoding: 'windows-1252' } });
		expect(await message(accented, source)).toBe('orders.csv is UTF-8, but windows-1252 is declared');
	});

	test('bytes that the declared encoding does not have fail', async () => {
		const bytes = Buffer.concat([Buffer.from(HEADER, 'utf16le'), Buffer.from([0x00, 0xd8, 0x41, 0x00])]);
		expect(await message(bytes, orderSource({ format: { encoding: 'utf-16le' } }))).toContain(
			'orders.csv is not utf-16le',
		);
	});

	test('a header that is not UTF-8 fails with a hint', async () => {
		expect(await message(Buffer.from('id,größe\nA,1\n', 'latin1'))).toBe(
			'orders.csv is not UTF-8: line 1 has other bytes',
		);
	});
});

describe('values', () => {
	test('F11: what is no number is set aside', async () => {
		const given = ['NaN', 'inf', '1e999', 'abc', '12O', '1_000', '0x1F', '--5', '5 000', '1,5'];
		const source = orderSource({
			columns: { price: 'decimal', share: 'float' },
			quarantine: { maxShare: 1 },
			allowEmpty: true,
		});
		const text = given.map((value) => `"${value}",\n,"${value}"\n`).join('');
		const { aside } = await outcome(`price,share\n${text}`, source);
		const reasons = given.map((value) => (value === '1e999' ? 'out_of_range' : 'type_mismatch'));
		expect(aside.map((row) => (row as string[])[1])).toEqual(reasons.flatMap((reason) => [reason, reason]));
	});

	test('numbers are read exactly, rounded after six places, and refused beyond their type', async () => {
		const source = orderSource({ columns: { price: 'decimal', count: 'integer' }, quarantine: { maxShare: 1 } });
		folder.write(
			'orders.csv',
			[
				'price,count',
				'-0.10,-3',
				' 7 ,+4',
				'1e3,17850.0',
				'0.1234567,9007199254740991',
				'999999999999.999999,0',
				'.5,5.',
				'1000000000000,1',
				'1,9007199254740992',
				'1,3.7',
				'1,1e3',
				'',
			].join('\n'),
		);
		const result = await folder.load(source);
		expect(await folder.rows('select price, count from raw.orders__rows order by _line')).toEqual([
			{ price: '-0.100000', count: -3 },
			{ price: '7.000000', count: 4 },
			{ price: '1000.000000', count: 17850 },
			{ price: '0.123457', count: 9007199254740991 },
			{ price: '999999999999.999999', count: 0 },
			{ price: '0.500000', count: 5 },
		]);
		expect(result.quarantine.map(({ line, column, reason, message: text }) => [line, column, reason, text])).toEqual([
			[
				8,
				'price',
				'out_of_range',
				'price is "1000000000000", out of range (expected less than 1,000,000,000,000 in size)',
			],
			[
				9,
				'count',
				'out_of_range',
				'count is "9007199254740992", out of range (expected -9007199254740991 to 9007199254740991)',
			],
			[10, 'count', 'type_mismatch', 'count is "3.7" (expected an integer such as 1234)'],
			[11, 'count', 'type_mismatch', 'count is "1e3" (expected an integer such as 1234)'],
		]);
	});

	test('F16, F18: days that are none, in another format, or out of their minds are set aside', async () => {
		const source = orderSource({
			columns: { id: 'text', ordered_on: 'date' },
			quarantine: { maxShare: 1 },
			allowEmpty: true,
		});
		const given = [
			'2025-02-30',
			'31.12.2025',
			'2025-01-01 10:00:00',
			'infinity',
			'epoch',
			'25-01-01',
			'9999-12-31',
			'0001-01-01',
		];
		const { aside } = await outcome(`id,ordered_on\n${given.map((day) => `a,${day}\n`).join('')}`, source);
		expect(aside.map((row) => (row as string[])[1])).toEqual([
			...['type_mismatch', 'type_mismatch', 'type_mismatch', 'type_mismatch', 'type_mismatch'],
			...['out_of_range', 'out_of_range', 'out_of_range'],
		]);
	});

	test('F18: epoch 0, the year 1900 and two years ahead are days like any other', async () => {
		const source = orderSource({ columns: { id: 'text', ordered_on: 'date' } });
		folder.write('orders.csv', 'id,ordered_on\na,1970-01-01\nb,1900-01-01\nc,2199-12-31\n');
		await folder.load(source);
		expect(await folder.rows('select ordered_on from raw.orders__rows order by _line')).toEqual([
			{ ordered_on: '1970-01-01' },
			{ ordered_on: '1900-01-01' },
			{ ordered_on: '2199-12-31' },
		]);
	});

	test('times are read as written, by the ISO forms or by the one that is declared', async () => {
		const columns = { at: 'timestamp', id: 'text' } as const;
		folder.write('orders.csv', 'at,id\n2025-01-31 10:20:30,a\n2025-01-31T10:20:30,b\n2025-01-31 10:20:30.5,c\n');
		await folder.load(orderSource({ columns }));
		expect((await folder.rows('select "at" from raw.orders__rows order by _line')).map((row) => row.at)).toEqual([
			'2025-01-31T10:20:30Z',
			'2025-01-31T10:20:30Z',
			'2025-01-31T10:20:30.500Z',
		]);
		folder.write('orders.csv', 'at,id\n5.3.2025 7:05,a\n');
		await folder.load(orderSource({ columns, format: { timestampFormat: '%d.%m.%Y %H:%M' } }));
		expect(await folder.rows('select "at" from raw.orders__rows')).toEqual([{ at: '2025-03-05T07:05:00Z' }]);
	});

	test('times with an offset are read as UTC', async () => {
		folder.write('orders.csv', 'at,id\n2025-01-31T10:20:30+0200,a\n');
		const format = { timestampFormat: '%Y-%m-%dT%H:%M:%S%z' };
		await folder.load(orderSource({ columns: { at: 'timestamp', id: 'text' }, format, zone: 'UTC' }));
		expect(await folder.rows('select "at" from raw.orders__rows')).toEqual([{ at: '2025-01-31T08:20:30Z' }]);
	});

	test('booleans are read in English and German, empty ones are null', async () => {
		const source = orderSource({ columns: { flag: 'boolean', id: 'text' }, quarantine: { maxShare: 1 } });
		folder.write('orders.csv', 'flag,id\nTRUE,1\nno,2\nja,3\n0,4\n,5\nmaybe,6\n');
		const result = await folder.load(source);
		expect((await folder.rows('select flag from raw.orders__rows order by _line')).map((row) => row.flag)).toEqual([
			true,
			false,
			true,
			false,
			null,
		]);
		expect(result.quarantine.map(({ message: text }) => text)).toEqual(['flag is "maybe" (expected true or false)']);
	});

	test('a required column may not be empty, another one may', async () => {
		const columns = { id: { type: 'text', required: true }, quantity: { type: 'integer' } } as const;
		const source = orderSource({ columns, quarantine: { maxShare: 1 } });
		const { aside, lines } = await outcome('id,quantity\n,1\nA,\n"",x\n', source);
		expect(lines).toEqual([3]);
		expect(aside).toEqual([
			[2, 'missing_required', 'id is empty', ',1'],
			[4, 'missing_required', 'id is empty; quantity is "x" (expected an integer such as 1234)', '"",x'],
		]);
	});
});

describe('columns', () => {
	test('F12: a name twice in the header fails', async () => {
		expect(await message('id,quantity,id\n1,2,3\n')).toBe('orders.csv: duplicate column "id" in the header on line 1');
	});

	test('F15: are found by name in any order, and others are reported and left out', async () => {
		folder.write('orders.csv', 'note,ordered_on,price,"quantity",id\nx,2025-01-31,9.90,2,A1\n');
		const result = await folder.load();
		expect(result.drift).toEqual([{ file: 'orders.csv', kind: 'undeclared_column', column: 'note' }]);
		expect(await folder.rows()).toEqual([
			{ id: 'A1', quantity: 2, price: '9.900000', ordered_on: '2025-01-31', _file: 'orders.csv', _line: 2 },
		]);
	});

	test('F15: one that is missing or renamed fails, naming it and what is there', async () => {
		expect(await message('id,Quantity,price\nA,1,2\n')).toBe(
			'orders.csv: no column "quantity", "ordered_on" in the header (it has "id", "Quantity", "price")',
		);
	});

	test('a wrong delimiter is pointed at', async () => {
		folder.write('orders.csv', ORDERS.replaceAll(',', ';'));
		expect((await folder.failure()).hint).toBe('the header has one field only: check format.delimiter');
	});
});

describe('files', () => {
	test('F22: gzip is read, also in several members, whatever it is called', async () => {
		folder.write('orders.csv', Buffer.concat([gzipSync(HEADER + orderLines(2)), gzipSync(orderLines(1, 3))]));
		await folder.load();
		expect((await folder.rows()).map(({ id, _line }) => [id, _line])).toEqual([
			['L1', 2],
			['L2', 3],
			['L3', 4],
		]);
	});

	test('F22: a gzip bomb is stopped', async () => {
		folder.write('orders.csv.gz', gzipSync(Buffer.alloc(64 << 20, 'x')));
		const error = await folder.failure(orderSource({ path: 'orders.csv.gz' }));
		expect(error.message).toMatch(
			/^orders\.csv\.gz grows from \d+ to more than \d+ bytes \(at most 100 times and 10 GB\)$/,
		);
	});

	test('gzip that is damaged or none at all fails', async () => {
		const damaged = gzipSync(HEADER + orderLines(5000));
		damaged.fill(0xff, 200, 400);
		folder.write('orders.csv.gz', damaged);
		const source = orderSource({ path: 'orders.csv.gz' });
		expect((await folder.failure(source)).message).toContain('orders.csv.gz is damaged');
		folder.write('orders.csv.gz', ORDERS);
		expect((await folder.failure(source)).message).toBe('orders.csv.gz is not gzip data, whatever its name says');
	});

	test('an Excel workbook is told from text', async () => {
		expect(await message(Buffer.from('PK\x03\x04…'))).toContain('is a zip archive or an Excel workbook');
	});

	test('a folder and a pattern without files fail, saying what to do', async () => {
		mkdirSync(join(folder.dir, 'exports'));
		const error = await folder.failure(orderSource({ path: 'exports/' }));
		expect(error.message).toBe(`${join(folder.dir, 'exports')} is a folder (expected a file or a pattern)`);
		expect(error.hint).toContain('"exports/*.csv"');
		expect((await folder.failure(orderSource({ path: 'exports/*.csv' }))).message).toBe(
			`no file matches ${join(folder.dir, 'exports/*.csv')}`,
		);
	});

	test('a pattern may be absolute', async () => {
		folder.write('in/a.csv', ORDERS);
		expect(await folder.load(orderSource({ path: join(folder.dir, 'i*/*.csv') }))).toMatchObject({ loaded: 2 });
	});

	test('a name with brackets is a name, not a pattern', async () => {
		folder.write('orders [1]*.csv', ORDERS);
		expect(await folder.load(orderSource({ path: 'orders [1]*.csv' }))).toMatchObject({ loaded: 2 });
	});

	test('two files of one name in two folders keep apart', async () => {
		folder.write('one/orders.csv', HEADER + orderLines(1));
		folder.write('two/orders.csv', HEADER + orderLines(1, 2));
		await folder.load(orderSource({ path: '*/orders.csv' }));
		expect((await folder.rows()).map(({ id, _file }) => [id, _file])).toEqual([
			['L1', 'orders.csv'],
			['L2', 'orders.csv (2)'],
		]);
	});

	test.each([
		['hashed', 0],
		['read', 0.15],
	])('a file that is written while it is %s fails, worth another try', async (_, share) => {
		folder.write('orders.csv', HEADER + orderLines(1000));
		let isWritten = false;
		const error = await folder.failure(orderSource(), {
			onProgress: ({ done, total }) => {
				if (isWritten || done < total * share) return;
				folder.write('orders.csv', HEADER + orderLines(1001));
				isWritten = true;
			},
		});
		expect([error.message, error.retryable]).toEqual(['orders.csv changed while it was read', true]);
		expect(await folder.rows('select * from raw.loads')).toEqual([]);
	});
});
