import { DataType, tableFromIPC } from 'apache-arrow';
import type { Data, Table, Vector } from 'apache-arrow';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { arrowBatches, encodeArrow } from '#warehouse/arrow.ts';
import { openMemory } from '#warehouse/database.ts';
import type { Connection, Database } from '#warehouse/database.ts';
import { QueryError, unsafe } from '#warehouse/query.ts';

let database: Database;
let db: Connection;

beforeAll(async () => {
	database = await openMemory({ threads: 1, memoryLimit: '1GB' });
	db = await database.connect();
});

afterAll(() => {
	db.closeSync();
	database.close();
});

async function arrow(text: string): Promise<Table> {
	return tableFromIPC(await encodeArrow(db, unsafe(text)));
}

/** What apache-arrow reads in the column `v`, from a list of SQL expressions. */
async function roundTrip(type: string, expressions: readonly string[]): Promise<unknown[]> {
	const rows = expressions.map((expression, index) => `(${index}, (${expression})::${type})`);
	const table = await arrow(`select v from (values ${rows.join(', ')}) as t(i, v) order by i`);
	return valuesOf(table, 'v');
}

function valuesOf(table: Table, name: string): unknown[] {
	return [...(table.getChild(name) ?? [])] as unknown[];
}

async function typeOf(type: string): Promise<string> {
	const table = await arrow(`select null::${type} as v`);
	return String(table.schema.fields[0]?.type);
}

function scaled(words: Uint32Array, scale: number): string {
	const bits = words.reduceRight((sum, word) => (sum << 32n) | BigInt(word), 0n);
	const value = BigInt.asIntN(128, bits);
	const digits = String(value < 0n ? -value : value).padStart(scale + 1, '0');
	const point = digits.length - scale;
	return `${value < 0n ? '-' : ''}${digits.slice(0, point)}${scale > 0 ? `.${digits.slice(point)}` : ''}`;
}

/** Ticks of a unit since 1970 as DuckDB writes a timestamp: no fraction when it is zero, no zeros at its end. */
function timestampText(ticks: bigint, digits: number): string {
	const unit = 10n ** BigInt(digits);
	const fraction = ((ticks % unit) + unit) % unit;
	const seconds = (ticks - fraction) / unit;
	const text = new Date(Number(seconds) * 1000).toISOString().slice(0, 19).replace('T', ' ');
	return fraction === 0n ? text : `${text}.${String(fraction).padStart(digits, '0').replace(/0+$/, '')}`;
}

type Read = string | number | bigint | boolean | object | null;

/** A value of an Arrow column as DuckDB would write it, from the column's own buffer where reading would round. */
function valueText(data: Data, index: number, read: Read): string | null {
	const { type } = data;
	if (read === null) return null;
	if (DataType.isDecimal(type)) return scaled(read as Uint32Array, type.scale);
	if (DataType.isDate(type)) return new Date(read as number).toISOString().slice(0, 10);
	if (DataType.isTimestamp(type)) {
		const text = timestampText((data.values as BigInt64Array)[index] ?? 0n, type.unit * 3);
		return type.timezone === 'UTC' ? `${text}+00` : text;
	}
	if (typeof read === 'object') throw new Error('no text for an object');
	return String(read);
}

function columnTexts(table: Table): (string | null)[] {
	const vector: Vector<DataType> | null = table.getChild('v');
	if (!vector) throw new Error('no column v');
	let row = 0;
	return vector.data.flatMap((data) =>
		Array.from({ length: data.length }, (_, index) => valueText(data, index, vector.get(row++) as Read)),
	);
}

describe('types', () => {
	test.each([
		['boolean', 'Bool'],
		['tinyint', 'Int8'],
		['smallint', 'Int16'],
		['integer', 'Int32'],
		['bigint', 'Int64'],
		['utinyint', 'Uint8'],
		['usmallint', 'Uint16'],
		['uinteger', 'Uint32'],
		['ubigint', 'Uint64'],
		['float', 'Float32'],
		['double', 'Float64'],
		['hugeint', 'Decimal[38e0]'],
		['decimal(4,2)', 'Decimal[4e+2]'],
		['decimal(18,6)', 'Decimal[18e+6]'],
		['decimal(38,10)', 'Decimal[38e+10]'],
		['date', 'Date32<DAY>'],
		['time', 'Time64<MICROSECOND>'],
		['timestamp', 'Timestamp<MICROSECOND>'],
		['timestamp_s', 'Timestamp<SECOND>'],
		['timestamp_ms', 'Timestamp<MILLISECOND>'],
		['timestamp_ns', 'Timestamp<NANOSECOND>'],
		['timestamptz', 'Timestamp<MICROSECOND, UTC>'],
		['varchar', 'Utf8'],
		['json', 'Utf8'],
		['uuid', 'Utf8'],
		['blob', 'Binary'],
		["enum('sale','return')", 'Dictionary<Uint8, Utf8>'],
	])('%s is declared as %s, even where there is no value to look at', async (type, expected) => {
		expect(await typeOf(type)).toBe(expected);
	});

	test.each([
		['integer[]', 'INTEGER[]'],
		['struct(a integer)', 'STRUCT'],
		['map(varchar, integer)', 'MAP'],
		['interval', 'INTERVAL'],
		['bit', 'BIT'],
		['uhugeint', 'UHUGEINT'],
		['timetz', 'TIME WITH TIME ZONE'],
	])('%s is refused with the column, the type and a way out', async (type, named) => {
		const attempt = encodeArrow(db, unsafe(`select 1 as id, null::${type} as odd`));
		await expect(attempt).rejects.toThrow(QueryError);
		await expect(attempt).rejects.toThrow(`column "odd" has type ${named}`);
		await expect(attempt).rejects.toThrow('cast it, for example to varchar');
	});
});

describe('values survive the round trip', () => {
	test('64-bit integers at their ends', async () => {
		expect(await roundTrip('bigint', ['-9223372036854775808', '-1', '0', '9223372036854775807'])).toEqual([
			-9223372036854775808n,
			-1n,
			0n,
			9223372036854775807n,
		]);
		expect(await roundTrip('ubigint', ['0', '18446744073709551615'])).toEqual([0n, 18446744073709551615n]);
	});

	test('smaller integers at their ends', async () => {
		expect(await roundTrip('tinyint', ['-128', '127'])).toEqual([-128, 127]);
		expect(await roundTrip('utinyint', ['0', '255'])).toEqual([0, 255]);
		expect(await roundTrip('smallint', ['-32768', '32767'])).toEqual([-32768, 32767]);
		expect(await roundTrip('usmallint', ['65535'])).toEqual([65535]);
		expect(await roundTrip('integer', ['-2147483648', '2147483647'])).toEqual([-2147483648, 2147483647]);
		expect(await roundTrip('uinteger', ['4294967295'])).toEqual([4294967295]);
	});

	test('floating point numbers, not a number and the infinities', async () => {
		const values = ["'-inf'", '-0.1', '0', '1e300', "'inf'", "'nan'"];
		expect(await roundTrip('double', values)).toEqual([-Infinity, -0.1, 0, 1e300, Infinity, NaN]);
		expect(await roundTrip('float', ['0.1', '-2.5'])).toEqual([Math.fround(0.1), -2.5]);
	});

	test.each([
		['decimal(4,2)', ['-99.99', '-0.01', '0.00', '99.99']],
		['decimal(9,3)', ['-999999.999', '-0.001', '123456.789']],
		['decimal(18,6)', ['-999999999999.999999', '-0.000001', '8911407.900000']],
		['decimal(18,0)', ['-999999999999999999', '4294967296', '-4294967296']],
		[
			'decimal(38,10)',
			['-9999999999999999999999999999.9999999999', '-0.0000000001', '12345678901234567890.5000000000'],
		],
		['hugeint', ['-99999999999999999999999999999999999999', '-1', '18446744073709551616']],
	])('%s of either sign, to the last digit', async (type, expected) => {
		const rows = expected.map((value, index) => `(${index}, '${value}'::${type})`).join(', ');
		const table = await arrow(`select v from (values ${rows}) as t(i, v) order by i`);
		expect(columnTexts(table)).toEqual(expected);
	});

	test('days before and after 1970', async () => {
		const days = await roundTrip('date', ["'0001-01-01'", "'1969-12-31'", "'1970-01-01'", "'2011-12-09'"]);
		expect(days).toEqual([-62_135_596_800_000, -86_400_000, 0, Date.UTC(2011, 11, 9)]);
	});

	test('timestamps in every unit, before and after 1970', async () => {
		const texts = async (type: string, value: string) => columnTexts(await arrow(`select '${value}'::${type} as v`));
		expect(await texts('timestamp_s', '1969-12-31 23:59:58')).toEqual(['1969-12-31 23:59:58']);
		expect(await texts('timestamp_ms', '1969-12-31 23:59:58.125')).toEqual(['1969-12-31 23:59:58.125']);
		expect(await texts('timestamp', '1969-12-31 23:59:58.000001')).toEqual(['1969-12-31 23:59:58.000001']);
		expect(await texts('timestamp_ns', '2011-12-09 12:50:00.123456789')).toEqual(['2011-12-09 12:50:00.123456789']);
	});

	test('a timestamp with a zone is the instant in UTC, whatever the zone of the connection', async () => {
		await db.run("set TimeZone = 'America/New_York'");
		const table = await arrow("select timestamptz '2011-12-09 12:50:00+01' as v");
		await db.run("set TimeZone = 'UTC'");
		expect(valuesOf(table, 'v')).toEqual([Date.UTC(2011, 11, 9, 11, 50)]);
	});

	test('times of day', async () => {
		expect(await roundTrip('time', ["'00:00:00'", "'23:59:59.999999'"])).toEqual([0n, 86_399_999_999n]);
	});

	test('text: empty, up to and over the 12 bytes that DuckDB keeps inline, and beyond ASCII', async () => {
		const texts = ['', 'a', 'twelve bytes', 'thirteen byte', 'ä€😀', 'ä€😀ä€😀', 'x'.repeat(100_000), ''];
		expect(
			await roundTrip(
				'varchar',
				texts.map((text) => `'${text}'`),
			),
		).toEqual(texts);
	});

	test('long texts that lie apart in memory, between short ones and nulls', async () => {
		const table = await arrow(`
			select case i % 4 when 0 then 'short' when 1 then null when 2 then 'a long text number ' || i else repeat('z', i) end as v
			from range(300) as t(i) order by hash(i), i`);
		const expected = await db.runAndReadAll(`
			select case i % 4 when 0 then 'short' when 1 then null when 2 then 'a long text number ' || i else repeat('z', i) end as v
			from range(300) as t(i) order by hash(i), i`);
		expect(valuesOf(table, 'v')).toEqual(expected.getColumns()[0]);
	});

	test('bytes, with zeros among them', async () => {
		const values = (await roundTrip('blob', ["''", "'\\x00\\xFF\\x00'", "'\\x00'||repeat('a', 20)"])) as Uint8Array[];
		expect(values.map((bytes) => Buffer.from(bytes).toString('hex'))).toEqual(['', '00ff00', `00${'61'.repeat(20)}`]);
	});

	test('identifiers and JSON as their text', async () => {
		const uuids = [
			'00000000-0000-0000-0000-000000000000',
			'7fffffff-ffff-ffff-ffff-ffffffffffff',
			'ffeeddcc-bbaa-4988-8766-554433221100',
		];
		expect(
			await roundTrip(
				'uuid',
				uuids.map((text) => `'${text}'`),
			),
		).toEqual(uuids);
		expect(await roundTrip('json', [`'{"a": [1, null]}'`])).toEqual(['{"a": [1, null]}']);
	});

	test('booleans', async () => {
		expect(await roundTrip('boolean', ['true', 'null', 'false', 'true'])).toEqual([true, null, false, true]);
	});

	test.each([2, 300, 70_000])('an enum of %i values keeps each of them', async (size) => {
		await db.run(`create or replace temp table enum_values as select 'value ' || range as name from range(${size})`);
		await db.run('create type sized as enum (select name from enum_values)');
		const table = await arrow(`select ('value ' || range)::sized as v from range(${size})`);
		await db.run('drop type sized');
		const values = valuesOf(table, 'v') as string[];
		expect(values).toHaveLength(size);
		expect(values.every((value, index) => value === `value ${index}`)).toBe(true);
	});

	test('an enum with nulls, over several record batches with one dictionary', async () => {
		const table = await arrow(`
			select case when range % 7 = 0 then null when range % 2 = 0 then 'sale' else 'return' end::enum('return', 'sale') as v
			from range(200000)`);
		const column = table.getChild('v');
		expect(table.batches.length).toBeGreaterThan(1);
		expect(column?.nullCount).toBe(28_572); // 0, 7, 14, …, 199997
		expect([0, 1, 2, 199_998, 199_999].map((row): unknown => column?.get(row))).toEqual([
			null,
			'return',
			'sale',
			'sale',
			'return',
		]);
	});

	const anyText = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((text) => !text.includes('\0'));
	const decimalText = (digits: number, scale: number) =>
		fc
			.bigInt({ min: -(10n ** BigInt(digits)) + 1n, max: 10n ** BigInt(digits) - 1n })
			.map((value) => scaled(new Uint32Array(new BigInt64Array([value, value >> 64n]).buffer), scale));
	const instant = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });

	test.each<[string, fc.Arbitrary<string>]>([
		['varchar', anyText],
		['bigint', fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String)],
		['integer', fc.integer().map(String)],
		['double', fc.double({ noNaN: true, noDefaultInfinity: true }).map(String)],
		['decimal(4,1)', decimalText(4, 1)],
		['decimal(9,3)', decimalText(9, 3)],
		['decimal(18,4)', decimalText(18, 4)],
		['decimal(38,6)', decimalText(38, 6)],
		['date', instant.map((date) => date.toISOString().slice(0, 10))],
		['timestamp', instant.map((date) => date.toISOString().slice(0, -1))],
		['timestamptz', instant.map((date) => date.toISOString())],
		['boolean', fc.boolean().map(String)],
		['uuid', fc.uuid()],
	])('any column of %s reads as DuckDB writes it', async (type, value) => {
		await fc.assert(
			fc.asyncProperty(fc.array(fc.option(value, { freq: 4 }), { minLength: 1, maxLength: 150 }), async (values) => {
				const list = values.map((text) => (text === null ? 'null' : `'${text.replaceAll("'", "''")}'`)).join(', ');
				const from = `from (select unnest([${list}]::varchar[])::${type} as v)`;
				const expected = (await db.runAndReadAll(`select v::varchar ${from}`)).getColumns()[0] as (string | null)[];
				const actual = columnTexts(await arrow(`select v ${from}`));
				if (type === 'double') expect(actual.map(Number)).toEqual(expected.map(Number));
				else expect(actual).toEqual(expected);
			}),
			{ numRuns: 30 },
		);
	});
});

describe('nulls', () => {
	test.each([1, 8, 63, 64, 65, 127, 128, 2047, 2048, 2049, 10_000])('stay in their rows in %i rows', async (rows) => {
		const table = await arrow(`
			select i as id, case when i % 3 <> 0 then i end as v, case when i % 3 <> 0 then i::varchar end as t, case when i % 3 <> 0 then i % 2 = 0 end as b
			from range(${rows}) as t(i)`);
		const expected = Array.from({ length: rows }, (_, row) => (row % 3 === 0 ? null : BigInt(row)));
		expect(valuesOf(table, 'v')).toEqual(expected);
		expect(valuesOf(table, 't')).toEqual(expected.map((value) => (value === null ? null : String(value))));
		expect(valuesOf(table, 'b')).toEqual(expected.map((value) => (value === null ? null : value % 2n === 0n)));
		expect(table.getChild('v')?.nullCount).toBe(Math.ceil(rows / 3));
		expect(table.getChild('id')?.nullCount).toBe(0);
	});

	test('stay in their rows where chunks are not full', async () => {
		const part = (rows: number, last: number) =>
			`select case when i = ${last} then null else i end as v from range(${rows}) as t(i)`;
		const table = await arrow([part(3, 2), part(65, 64), part(1, 0), part(2049, 2048), part(7, 6)].join(' union all '));
		const counted = (length: number) => Array.from({ length }, (_, row) => BigInt(row));
		expect(valuesOf(table, 'v')).toEqual([2, 64, 0, 2048, 6].flatMap((before) => [...counted(before), null]));
	});

	test('may be all there is', async () => {
		const table = await arrow(
			'select null::varchar as t, null::decimal(18,2) as d, null::boolean as b from range(100)',
		);
		for (const name of ['t', 'd', 'b']) expect(valuesOf(table, name)).toEqual(Array(100).fill(null));
	});

	test('of one record batch are not those of the one before', async () => {
		const table = await arrow(`
			select case when i < 70000 then i end as v, i < 70000 as b from range(200000) as t(i)`);
		expect(table.batches.length).toBeGreaterThan(1);
		expect(table.getChild('v')?.nullCount).toBe(130_000);
		expect(valuesOf(table, 'v').findIndex((value) => value === null)).toBe(70_000);
		expect(valuesOf(table, 'b').filter((value) => value === true)).toHaveLength(70_000);
	});
});

describe('the stream', () => {
	test('keeps the schema of a result without rows', async () => {
		const table = await arrow("select 1 as id, 'x' as name, 'a'::enum('a', 'b') as kind where false");
		expect(table.numRows).toBe(0);
		expect(table.schema.fields.map((field) => [field.name, String(field.type)])).toEqual([
			['id', 'Int32'],
			['name', 'Utf8'],
			['kind', 'Dictionary<Uint8, Utf8>'],
		]);
	});

	test('comes in pieces: the schema before any row, and batch after batch', async () => {
		const pieces: Uint8Array[] = [];
		for await (const piece of arrowBatches(db, unsafe('select range as v from range(200000)'))) pieces.push(piece);
		expect(tableFromIPC(pieces[0]).schema.names).toEqual(['v']);
		expect(pieces.length).toBeGreaterThan(3);
		const table = tableFromIPC(Buffer.concat(pieces));
		expect(table.numRows).toBe(200_000);
		expect(table.getChild('v')?.get(199_999)).toBe(199_999n);
	});

	test('does not change a piece that was already given', async () => {
		const pieces: Uint8Array[] = [];
		const copies: Uint8Array[] = [];
		for await (const piece of arrowBatches(db, unsafe('select range as v from range(200000)'))) {
			pieces.push(piece);
			copies.push(piece.slice());
		}
		expect(pieces.every((piece, index) => Buffer.compare(piece, copies[index] ?? new Uint8Array()) === 0)).toBe(true);
	});

	test('gives parameters to the query', async () => {
		const bytes = await encodeArrow(db, { text: 'select $1::integer + 1 as v', values: [41] });
		expect(tableFromIPC(bytes).getChild('v')?.get(0)).toBe(42);
	});

	test('numbers a column name that occurs twice', async () => {
		const table = await arrow('select 1 as a, 2 as a');
		expect(table.schema.names).toHaveLength(2);
		expect(new Set(table.schema.names).size).toBe(2);
	});
});

describe('errors', () => {
	test('a query that DuckDB refuses is a QueryError with its SQL', async () => {
		const attempt = encodeArrow(db, unsafe('select nothing from nowhere'));
		await expect(attempt).rejects.toMatchObject({ name: 'QueryError', sql: 'select nothing from nowhere' });
	});

	test('a query that fails after its first rows is a QueryError too', async () => {
		const attempt = encodeArrow(
			db,
			unsafe("select case when range = 150000 then error('half way') else range::varchar end as v from range(200000)"),
		);
		await expect(attempt).rejects.toThrow(QueryError);
		await expect(attempt).rejects.toThrow('half way');
	});

	test.each([
		['date', "'infinity'", 'infinity is no date'],
		['date', "'-infinity'", '-infinity is no date'],
		['timestamp', "'infinity'", 'infinity is no timestamp'],
		['timestamptz', "'-infinity'", '-infinity is no timestamp'],
		['time', "'24:00:00'", '24:00:00 is no time'],
		['hugeint', '100000000000000000000000000000000000000', 'has more than 38 digits'],
		['hugeint', '-170141183460469231731687303715884105727', 'has more than 38 digits'],
	])('%s %s is refused in words, for Arrow would read another value', async (type, value, words) => {
		const attempt = encodeArrow(db, unsafe(`select (${value})::${type} as v`));
		await expect(attempt).rejects.toThrow(QueryError);
		await expect(attempt).rejects.toThrow(`column "v": `);
		await expect(attempt).rejects.toThrow(words);
	});

	test('a null beside an infinite date is no reason to refuse', async () => {
		expect(await roundTrip('date', ['null', "'1970-01-02'"])).toEqual([null, 86_400_000]);
	});
});
