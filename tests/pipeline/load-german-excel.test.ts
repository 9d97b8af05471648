import { afterEach, beforeEach, expect, test } from 'vitest';
import { openRawFolder, orderSource } from './raw-folder.ts';
import type { RawFolder } from './raw-folder.ts';

// What Excel with German settings writes: CR LF, semicolons, decimal commas, thousands points, 31.12.2025, and either
// Windows-1252 ("CSV (Trennzeichen-getrennt)") or UTF-8 with a byte order mark ("CSV UTF-8").

let folder: RawFolder;

beforeEach(async () => {
	folder = await openRawFolder();
});

afterEach(() => {
	folder.close();
});

const text =
	'Kunden-Nr;Name;Umsatz;Menge;Datum;Geändert\r\n' +
	'K1;"Müller; Söhne";1.234,56;3;31.12.2025;31.12.2025 14:05\r\n' +
	'K2;Café „Größe“ 5 €;-0,5;1.000;1.3.2024;01.03.2024 07:05:30\r\n' +
	'K3;"Rohr 6"" verzinkt";12345678,9;;;\r\n';

/** The letters beyond Latin-1 that Windows-1252 has at bytes of its own. */
const WINDOWS_1252: Readonly<Record<string, number>> = { '€': 0x80, '„': 0x84, '“': 0x93 };

function windows1252(content: string): Uint8Array {
	return Uint8Array.from(Array.from(content, (letter) => WINDOWS_1252[letter] ?? letter.charCodeAt(0)));
}

const source = orderSource({
	format: { preset: 'german-excel' },
	columns: {
		'Kunden-Nr': { type: 'text', required: true },
		Name: 'text',
		Umsatz: 'decimal',
		Menge: 'integer',
		Datum: 'date',
		Geändert: 'timestamp',
	},
	quarantine: { maxShare: 1 },
});

const expected = [
	{
		'Kunden-Nr': 'K1',
		Name: 'Müller; Söhne',
		Umsatz: '1234.560000',
		Menge: 3,
		Datum: '2025-12-31',
		Geändert: '2025-12-31T14:05:00Z',
		_line: 2,
	},
	{
		'Kunden-Nr': 'K2',
		Name: 'Café „Größe“ 5 €',
		Umsatz: '-0.500000',
		Menge: 1000,
		Datum: '2024-03-01',
		Geändert: '2024-03-01T07:05:30Z',
		_line: 3,
	},
	{
		'Kunden-Nr': 'K3',
		Name: 'Rohr 6" verzinkt',
		Umsatz: '12345678.900000',
		Menge: null,
		Datum: null,
		Geändert: null,
		_line: 4,
	},
];

test.each([
	['Windows-1252', windows1252(text)],
	['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${text}`)],
])('a file in %s is read to the letter by the preset', async (_, bytes) => {
	folder.write('orders.csv', bytes);
	const result = await folder.load(source);
	expect(result).toMatchObject({ read: 3, loaded: 3, quarantined: 0, drift: [] });
	expect(await folder.rows('select * exclude (_load_id, _file) from raw.orders__rows order by _line')).toEqual(
		expected,
	);
});

test('a point that parts no thousands is a wrong number, not a hundred times the amount', async () => {
	const row = (amount: string): string => `K1;A;${amount};1;31.12.2025;\r\n`;
	folder.write(
		'orders.csv',
		windows1252(
			text.split('\r\n', 1).join('') + '\r\n' + ['12.50', '1.23,4', '1,234.56', '1.234.567,8'].map(row).join(''),
		),
	);
	const result = await folder.load(source);
	expect(result.quarantine.map(({ line, message }) => [line, message])).toEqual([
		[2, 'Umsatz is "12.50" (expected a number such as 1.234,5)'],
		[3, 'Umsatz is "1.23,4" (expected a number such as 1.234,5)'],
		[4, 'Umsatz is "1,234.56" (expected a number such as 1.234,5)'],
	]);
	expect(await folder.rows('select Umsatz from raw.orders__rows')).toEqual([{ Umsatz: '1234567.800000' }]);
});

test('what the config declares beside the preset outweighs it', async () => {
	const plain = orderSource({
		format: { preset: 'german-excel', delimiter: '\t', encoding: 'utf-8', thousands: null, dateFormat: '%Y-%m-%d' },
		columns: { Name: 'text', Umsatz: 'decimal', Datum: 'date' },
		quarantine: { maxShare: 1 },
	});
	folder.write('orders.csv', 'Name\tUmsatz\tDatum\nÖl\t1234,5\t2025-12-31\nÖl\t1.234,5\t2025-12-31\n');
	const result = await folder.load(plain);
	expect(result.quarantine.map(({ line, column }) => [line, column])).toEqual([[3, 'Umsatz']]);
	expect(await folder.rows('select Name, Umsatz, Datum from raw.orders__rows')).toEqual([
		{ Name: 'Öl', Umsatz: '1234.500000', Datum: '2025-12-31' },
	]);
});
