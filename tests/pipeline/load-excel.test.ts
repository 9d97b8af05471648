import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import type { Row } from 'write-excel-file/node';
import { openRawFolder, orderSource } from './raw-folder.ts';
import type { RawFolder } from './raw-folder.ts';

let folder: RawFolder;

beforeEach(async () => {
	folder = await openRawFolder();
});

afterEach(() => folder.close());

const source = orderSource({ path: 'orders.xlsx', quarantine: { maxShare: 1 } });
const DATE = { type: Date, format: 'yyyy-mm-dd' };

const HEAD: Row = ['id', 'quantity', 'price', 'ordered_on'].map((value) => ({ value }));

async function workbook(rows: Row[]): Promise<void> {
	folder.write('orders.xlsx', await writeExcelFile(rows).toBuffer());
}

/** A workbook of this sheet, by hand. */
function handmade(sheet: string, more: Readonly<Record<string, Uint8Array>> = {}): Uint8Array {
	return zipSync({
		'[Content_Types].xml': strToU8(
			'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
		),
		'_rels/.rels': strToU8(
			'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
		),
		'xl/workbook.xml': strToU8(
			'<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Orders" sheetId="1" r:id="rId1"/></sheets></workbook>',
		),
		'xl/_rels/workbook.xml.rels': strToU8(
			'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
		),
		'xl/worksheets/sheet1.xml': strToU8(
			`<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${sheet}</worksheet>`,
		),
		...more,
	});
}

function row(line: number, ...cells: readonly string[]): string {
	const written = cells.map((cell, index) => {
		const at = `${'ABCDEFG'[index] ?? ''}${line}`;
		return /^[\d.]+$/.test(cell)
			? `<c r="${at}"><v>${cell}</v></c>`
			: `<c r="${at}" t="inlineStr"><is><t>${cell}</t></is></c>`;
	});
	return `<row r="${line}">${written.join('')}</row>`;
}

describe('a workbook', () => {
	it('brings numbers, dates and texts of its first sheet, with their row', async () => {
		await workbook([
			HEAD,
			[{ value: 'A1' }, { value: 2 }, { value: 9.9 }, { ...DATE, value: new Date('2025-01-31T00:00:00Z') }],
			[{ value: 'A2' }, { value: 1 }, { value: '100' }, { value: '2025-02-01' }],
		]);
		expect(await folder.load(source)).toMatchObject({ read: 2, loaded: 2, quarantined: 0 });
		expect(await folder.rows()).toEqual([
			{ id: 'A1', quantity: 2, price: '9.900000', ordered_on: '2025-01-31', _file: 'orders.xlsx', _line: 2 },
			{ id: 'A2', quantity: 1, price: '100.000000', ordered_on: '2025-02-01', _file: 'orders.xlsx', _line: 3 },
		]);
	});

	it('keeps the digits that the sheet has, and passes over blank rows', async () => {
		const sheet = [
			row(1, 'id', 'quantity', 'price', 'ordered_on'),
			row(2, '12345678901234567890', '1', '123456789012.123456', '2025-03-01'),
			row(5, 'A2', '3.0', '19.989999999999998', '2025-03-02'),
		];
		folder.write('orders.xlsx', handmade(`<sheetData>${sheet.join('')}</sheetData>`));
		const result = await folder.load(source);
		expect(result).toMatchObject({ read: 2, loaded: 2 });
		expect(result.files[0]).toMatchObject({ blankLines: 2 });
		expect(await folder.rows('select id, quantity, price, _line from raw.orders__rows order by _line')).toEqual([
			{ id: '12345678901234567890', quantity: 1, price: '123456789012.123456', _line: 2 },
			{ id: 'A2', quantity: 3, price: '19.990000', _line: 5 },
		]);
	});

	it('sets aside rows that break the contract or have cells beyond the columns', async () => {
		await workbook([
			HEAD,
			[{ value: 'A1' }, { value: 'two' }, { value: 9.9 }, { value: '2025-02-01' }],
			[{ value: 'A2' }, { value: 1 }, { value: 1 }, { value: '2025-02-01' }, { value: 'more' }],
			[{ value: 'A3' }, { value: 1 }, { value: 1 }, { value: '2025-02-01' }],
		]);
		const result = await folder.load(source);
		expect(result).toMatchObject({ read: 3, loaded: 1, quarantined: 2 });
		expect(result.quarantine).toMatchObject([
			{ line: 2, column: 'quantity', reason: 'type_mismatch', original: '["A1","two","9.9","2025-02-01",null]' },
			{ line: 3, reason: 'wrong_column_count', original: '["A2","1","1","2025-02-01","more"]' },
		]);
	});

	it('names the sheet that is not there', async () => {
		await workbook([HEAD]);
		const error = await folder.failure(orderSource({ ...source, format: { sheet: 'Umsatz' } }));
		expect(error.message).toContain('sheet Umsatz cannot be read');
		expect(error.hint).toContain('format.sheet');
	});

	it('F22: that grows beyond measure is refused before it is read', async () => {
		const bomb = handmade(`<sheetData>${row(1, 'id', 'quantity', 'price', 'ordered_on')}</sheetData>`, {
			'xl/sharedStrings.xml': new Uint8Array(8 << 20),
		});
		folder.write('orders.xlsx', bomb);
		expect((await folder.failure(source)).message).toMatch(/orders\.xlsx is refused: it grows from \d+ to more than/);
	});

	it('F22: with more parts than any workbook has is refused', async () => {
		const parts = Object.fromEntries(Array.from({ length: 1_001 }, (_, index) => [`xl/${index}.xml`, strToU8('x')]));
		folder.write('orders.xlsx', handmade('<sheetData/>', parts));
		expect((await folder.failure(source)).message).toContain('more than 1000 files in it');
	});

	it('F22: that claims a million rows of sixteen thousand columns has the cells it has', async () => {
		const sheet = `<dimension ref="A1:XFD1048576"/><sheetData>${row(1, 'id', 'quantity', 'price', 'ordered_on')}${row(2, 'A1', '1', '2', '2025-03-01')}</sheetData>`;
		folder.write('orders.xlsx', handmade(sheet));
		expect(await folder.load(source)).toMatchObject({ read: 1, loaded: 1 });
	});

	it('of the old kind, or a text with its name, is refused in words', async () => {
		folder.write('orders.xlsx', Buffer.from('d0cf11e0a1b11ae1', 'hex'));
		expect((await folder.failure(source)).message).toBe('orders.xlsx is no .xlsx workbook');
	});
});
