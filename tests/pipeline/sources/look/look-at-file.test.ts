import { gzipSync } from 'node:zlib';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import { openMemory } from '#warehouse/database.ts';
import { lookAtFile, lookAtRows, sourceName } from '#pipeline/sources/look/look-at-file.ts';
import { parsedSource, proposedSource } from '#pipeline/sources/look/proposed-source.ts';
import { lookAt, lookFolder, mappingOf, typesOf } from './look-folder.ts';

const GERMAN =
	'Rechnungsnummer;Pos;Kundennummer;Firma;PLZ;Land;Rechnungsdatum;Artikelnummer;Bezeichnung;Menge;Einzelpreis\r\n' +
	'R1;1;K1;Müller GmbH;01067;Deutschland;13.02.2025;A1;Zelt;2;1.249,50\r\n' +
	'R1;2;K1;Müller GmbH;01067;Deutschland;13.02.2025;A2;Seil;1;9,90\r\n' +
	'R2;1;K2;Größe AG;8004;Schweiz;01.03.2025;A1;Zelt;1;1.249,50\r\n';

const ENGLISH = 'order_id,order_date,quantity,unit_price\nA,2025-02-13,2,1249.50\nB,2025-03-01,1,9.90\n';

describe('a German export', () => {
	test('in Windows-1252 is what the preset of German Excel says', async () => {
		const proposal = await lookAt(Buffer.from(GERMAN, 'latin1'), 'rechnungen.csv', { zone: 'Europe/Berlin' });
		expect(proposal.format).toEqual({ preset: 'german-excel' });
		expect(typesOf(proposal)).toMatchObject({
			PLZ: 'text',
			Rechnungsdatum: 'date',
			Menge: 'integer',
			Einzelpreis: 'decimal',
		});
		expect(proposal.questions).toEqual([]);
	});

	test('in UTF-8, with and without a byte order mark, is it with another encoding', async () => {
		for (const text of [GERMAN, `\ufeff${GERMAN}`]) {
			expect((await lookAt(text)).format).toEqual({ preset: 'german-excel', encoding: 'utf-8' });
		}
	});

	test('in UTF-16 is read as such', async () => {
		const proposal = await lookAt(Buffer.from(`\ufeff${GERMAN}`, 'utf16le'));
		expect(proposal.format).toMatchObject({ encoding: 'utf-16le' });
		expect(proposal.rows).toBe(3);
		expect(proposal.columns[3]?.name).toBe('Firma');
	});

	test('fills lines, orders, customers and products, as they would come out', async () => {
		const proposal = await lookAt(Buffer.from(GERMAN, 'latin1'), 'rechnungen.csv', { zone: 'Europe/Berlin' });
		expect(proposal.key).toEqual(['Rechnungsnummer', 'Pos']);
		expect(mappingOf(proposal, 'orders')).toEqual({
			order_id: 'Rechnungsnummer',
			customer_id: 'Kundennummer',
			ordered_at: 'Rechnungsdatum',
			country: 'Land',
		});
		expect(mappingOf(proposal, 'order_lines')).toMatchObject({ quantity: 'Menge', unit_price: 'Einzelpreis' });
		const [lines] = proposal.preview;
		// The beginning of the day in Berlin, which is an hour before that of UTC in February.
		expect(lines?.rows[0]).toEqual(['R1-1', 'R1', 'A1', 2, '1249.500000', 'K1', '2025-02-12T23:00:00Z', 'Deutschland']);
		expect(proposal.preview.map(({ entity, count }) => [entity, count])).toEqual([
			['order_lines', 3],
			['orders', 2],
			['customers', 2],
			['products', 2],
		]);
	});
});

describe('kinds of files', () => {
	const wanted = { order_id: 'text', order_date: 'date', quantity: 'integer', unit_price: 'decimal' };

	test('delimited by comma, semicolon, tab or bar', async () => {
		for (const [delimiter, format] of [
			[',', {}],
			[';', { delimiter: ';' }],
			['\t', { delimiter: '\t' }],
			['|', { delimiter: '|' }],
		] as const) {
			const proposal = await lookAt(ENGLISH.replaceAll(',', delimiter));
			expect(proposal.format).toEqual(format);
			expect(typesOf(proposal)).toEqual(wanted);
		}
	});

	test('packed', async () => {
		const proposal = await lookAt(gzipSync(ENGLISH), 'orders.csv.gz');
		expect(typesOf(proposal)).toEqual(wanted);
		expect(proposal).toMatchObject({ name: 'orders', rows: 2, isWhole: true });
	});

	test('JSON Lines, also under another name, with objects inside of objects', async () => {
		const lines =
			'{"id":"A","customer":{"city":"Ulm","tags":["a"]},"total":1249.50}\n{"id":"B","customer":{"city":"Bern"},"total":9}\n';
		const proposal = await lookAt(lines, 'orders.txt');
		expect(proposal).toMatchObject({ kind: 'json-lines', format: { kind: 'json-lines' } });
		expect(typesOf(proposal)).toEqual({
			id: 'text',
			'customer.city': 'text',
			'customer.tags': 'text',
			total: 'decimal',
		});
		expect((await lookAt(lines, 'orders.jsonl')).format).toEqual({});
	});

	test('Parquet', async () => {
		const path = join(lookFolder(), 'orders.parquet');
		const database = await openMemory({ threads: 1, memoryLimit: '256MB' });
		const connection = await database.connect();
		await connection.run(
			`copy (select 'A' as order_id, date '2025-02-13' as order_date, 2 as quantity, 9.90::decimal(9, 2) as unit_price) to '${path}' (format parquet)`,
		);
		connection.closeSync();
		database.close();
		const proposal = await lookAtFile(path);
		expect(proposal).toMatchObject({ kind: 'parquet', format: {} });
		expect(typesOf(proposal)).toEqual(wanted);
	});

	test('Excel, with days, times and numbers as it keeps them', async () => {
		const path = join(lookFolder(), 'orders.xlsx');
		const day = { type: Date, format: 'yyyy-mm-dd' };
		const rows = [
			['order_id', 'order_date', 'shipped_at', 'quantity', 'unit_price', 'zip'].map((value) => ({ value })),
			[
				{ value: 'A' },
				{ value: new Date('2025-02-13T00:00:00Z'), ...day },
				{ value: new Date('2025-02-14T09:30:00Z'), ...day },
				{ value: 2 },
				{ value: 1249.5 },
				{ value: '01067' },
			],
		];
		await writeExcelFile(rows).toFile(path);
		const proposal = await lookAtFile(path);
		expect(proposal).toMatchObject({ kind: 'excel', format: {}, problems: [] });
		expect(typesOf(proposal)).toEqual({ ...wanted, shipped_at: 'timestamp', zip: 'text' });
		expect(proposal.preview[0]?.rows[0]?.slice(0, 4)).toEqual(['A', 'A', 2, '1249.500000']);
	});

	test('a quote that is not the usual one', async () => {
		const proposal = await lookAt("id;note\n'a';'one; two'\n'b';'three'\n");
		expect(proposal.format).toEqual({ delimiter: ';', quote: "'" });
		expect(proposal.rows).toBe(2);
	});

	test('one without a header is told of', async () => {
		const { problems } = await lookAt('17,2025-01-31,9.90\n18,2025-02-01,5.00\n');
		expect(problems[0]).toMatch(/looks like a row of values \(17, 2025-01-31, 9.90\)/);
	});

	test('one without rows has no types, but those of its names', async () => {
		const proposal = await lookAt('order_id,customer_id,ordered_at,quantity,unit_price\n');
		expect(proposal.rows).toBe(0);
		expect(typesOf(proposal)).toMatchObject({ ordered_at: 'timestamp', quantity: 'integer', unit_price: 'decimal' });
	});

	test('records that cannot be read are told of with their line', async () => {
		const { problems, rows } = await lookAt('id,name\n1,a\n2,b,c\n3,d\n');
		expect(rows).toBe(2);
		expect(problems.join()).toMatch(/1 records cannot be read; the first on line 3/);
	});
});

describe('what cannot be read', () => {
	test('is said with a way out', async () => {
		await expect(lookAtFile('/nowhere/x.csv')).rejects.toMatchObject({
			message: '/nowhere/x.csv cannot be read: it does not exist',
		});
		await expect(lookAtFile(join(lookFolder(), '*.csv'))).rejects.toThrow(/^no file matches/);
		await expect(lookAt('')).rejects.toThrow('export.csv has no columns');
	});
});

test('of several files of a pattern the last by name is looked at', async () => {
	const folder = lookFolder();
	writeFileSync(join(folder, 'orders_2025-01.csv'), 'order_id\nA\n');
	writeFileSync(join(folder, 'orders_2025-02.csv'), 'order_id,order_date\nA,2025-01-01\n');
	const proposal = await lookAtFile(join(folder, 'orders_*.csv'));
	expect(proposal.columns).toHaveLength(2);
	expect(proposal).toMatchObject({ name: 'orders', reference: join(folder, 'orders_*.csv') });
});

test('a big file is looked at in part, and says so', async () => {
	const rows = Array.from({ length: 25_001 }, (_, index) => `O${index}`);
	const size = { bytes: 1_000_000, records: 25_000 };
	const proposal = await lookAt(`order_id\n${rows.join('\n')}\n`, 'ids.csv', { size, answers: { entity: 'none' } });
	expect(proposal).toMatchObject({ rows: 25_000, isWhole: false, previewedRows: 20_000 });
	expect(proposal.keyEvidence).toMatch(/in the first 25,000 rows$/);
});

test('a proposal is plain JSON, and a source that a config takes', async () => {
	const proposal = await lookAt(ENGLISH, 'orders.csv');
	expect(JSON.parse(JSON.stringify(proposal))).toEqual(proposal);
	const source = parsedSource(proposedSource(proposal, 'orders.csv'));
	expect(source).toMatchObject({ name: 'orders', key: ['order_id'], disposition: 'replace', path: 'orders.csv' });
});

test('rows that come from elsewhere are looked at as those of a file', async () => {
	const proposal = await lookAtRows(
		['id', 'updated_at', 'amount', 'customer_id'],
		[
			['1', '2025-01-31T10:00:00Z', '9.90', '007'],
			['2', '2025-02-01T10:00:00Z', '1249.5', '008'],
		],
		{ name: 'invoices', reference: 'https://api.example.com/invoices', folder: lookFolder() },
	);
	expect(proposal).toMatchObject({
		kind: 'rows',
		key: ['id'],
		zone: 'UTC',
		reference: 'https://api.example.com/invoices',
	});
	expect(typesOf(proposal)).toEqual({ id: 'text', updated_at: 'timestamp', amount: 'decimal', customer_id: 'text' });
	expect(proposal.cursors.map(({ column }) => column)).toEqual(['updated_at', 'id']);
});

test('a source is named by its file', () => {
	expect(
		['Umsätze 2025.csv', 'orders_2025-01-31.csv.gz', 'Account.CSV', '2025.csv', 'Ä.xlsx', 'a-b.jsonl'].map(sourceName),
	).toEqual(['umsaetze', 'orders', 'account', 'source', 'ae', 'a_b']);
});
