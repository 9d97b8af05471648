import { afterEach, beforeEach, expect, test } from 'vitest';
import { ConfigError } from '#pipeline/errors.ts';
import { checkDateFormats, readContract } from '#pipeline/load/contract.ts';
import { openRawFolder, orderSource } from '../raw-folder.ts';
import type { RawFolder, SourceInput } from '../raw-folder.ts';

let folder: RawFolder;

beforeEach(async () => {
	folder = await openRawFolder();
});

afterEach(() => {
	folder.close();
});

test('the hash changes with what decides how a file is read, and with nothing else', () => {
	const hash = (input: SourceInput): string => readContract(orderSource(input)).hash;
	const base = hash({});
	const same: SourceInput[] = [
		{ path: 'elsewhere.csv' },
		{ lateAfterHours: 3 },
		{ quarantine: { maxShare: 1 } },
		{ allowEmpty: true },
		{ format: { delimiter: ',' } },
	];
	for (const input of same) expect(hash(input)).toBe(base);
	const other: SourceInput[] = [
		{ columns: { id: 'text' } },
		{ columns: { id: { type: 'text', required: true }, quantity: 'integer', price: 'decimal', ordered_on: 'date' } },
		{ format: { encoding: 'windows-1252' } },
		{ key: ['id'] },
		{ disposition: 'append' },
	];
	expect(new Set([base, ...other.map(hash)]).size).toBe(other.length + 1);
});

test.each<[string, SourceInput, string]>([
	['a key that is no column', { key: ['nr'] }, 'key: "nr" is not among its columns'],
	['merge without a key', { disposition: 'merge' }, 'key: missing (merge replaces rows by their key)'],
	['no columns', { columns: {} }, 'columns: none declared (expected at least one)'],
	[
		'columns that differ by case',
		{ columns: { id: 'text', ID: 'text' } },
		'columns.ID: another column differs from it by case alone',
	],
	[
		"a column of the loader's own",
		{ columns: { _Line: 'text' } },
		'columns._Line: _load_id, _file, _line, _undeclared, _row_hash, _valid_from, _valid_to are added by the load',
	],
	['one mark for two things', { format: { delimiter: '"' } }, 'format.delimiter and format.quote are both "\\""'],
	[
		'one mark for thousands and decimals',
		{ format: { thousands: '.' } },
		'format.decimal and format.thousands are both "."',
	],
	[
		'times with an offset in another zone than UTC',
		{ format: { timestampFormat: '%Y-%m-%dT%H:%M:%S%z' }, zone: 'Europe/Berlin' },
		'format.timestampFormat has an offset, so its times come out as UTC',
	],
	[
		'a delimiter beyond ASCII',
		{ format: { delimiter: '¦' } },
		'format.delimiter is "¦" (expected one ASCII character)',
	],
])('refuses %s', (_, input, problem) => {
	expect(() => readContract(orderSource(input))).toThrow(ConfigError);
	expect(() => readContract(orderSource(input))).toThrow(`source orders: ${problem}`);
});

test('refuses a date format that is none', async () => {
	const source = orderSource({ format: { dateFormat: '%Q' } });
	await expect(checkDateFormats(folder.connection, 'orders', readContract(source).format)).rejects.toThrow(
		'source orders: format.dateFormat is "%Q", which is no strptime format',
	);
});
