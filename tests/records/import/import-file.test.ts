import { expect, it } from 'vitest';
import { ImportFileError, readImportFile } from '#records/import/import-file.ts';

function bytes(text: string): Uint8Array {
	return new TextEncoder().encode(text);
}

it('reads rows with the line they begin on', () => {
	const file = readImportFile(bytes('Name,Note\r\nAda,"two\nlines"\r\n\r\nBob,"say ""hi"""\r\nCleo\r\n'));
	expect(file.header).toEqual(['Name', 'Note']);
	expect(file.rows).toEqual([
		{ line: 2, cells: ['Ada', 'two\nlines'] },
		{ line: 5, cells: ['Bob', 'say "hi"'] },
		{ line: 6, cells: ['Cleo'] },
	]);
	expect(file.dialect).toEqual({ encoding: 'utf-8', delimiter: ',', decimal: '.', dateOrder: 'month_first' });
});

it('takes a mark at the beginning for no part of the first column', () => {
	expect(readImportFile(bytes('\uFEFFid;name\n1;Ada\n')).header).toEqual(['id', 'name']);
});

it('reads what German spreadsheets write', () => {
	const text = 'Firma;Umsatz;Angelegt am\nM\xfcller;1.234,50;03.04.2026\n';
	const file = readImportFile(Uint8Array.from(text, (letter) => letter.charCodeAt(0)));
	expect(file.dialect).toEqual({
		encoding: 'windows-1252',
		delimiter: ';',
		decimal: ',',
		dateOrder: 'day_first',
	});
	expect(file.rows[0]?.cells).toEqual(['Müller', '1.234,50', '03.04.2026']);
});

it('reads what spreadsheets write as Unicode', () => {
	const text = '\uFEFFName\tCity\nÁda\tKöln\n';
	const file = readImportFile(new Uint8Array(Buffer.from(text, 'utf16le')));
	expect(file.dialect).toMatchObject({ encoding: 'utf-16le', delimiter: '\t' });
	expect(file.rows[0]?.cells).toEqual(['Áda', 'Köln']);
});

it('tells the order of days by those that have only one, and does as it is told', () => {
	const rows = (days: readonly string[]) => bytes(`Name,Closed\n${days.map((day) => `x,${day}`).join('\n')}\n`);
	expect(readImportFile(rows(['01/02/2026', '25/02/2026'])).dialect.dateOrder).toBe('day_first');
	expect(readImportFile(rows(['01/02/2026', '02/25/2026'])).dialect.dateOrder).toBe('month_first');
	const told = readImportFile(rows(['01/02/2026']), { dateOrder: 'day_first', delimiter: ';' });
	expect(told.dialect).toMatchObject({ dateOrder: 'day_first', delimiter: ';' });
	expect(told.header).toEqual(['Name,Closed']);
});

it.each([
	['', 'empty'],
	['\n \n', 'empty'],
	['Name,City\n', 'no_rows'],
	['Name,Name\n1,2\n', 'repeated_column'],
	['Name\0\nx\n', 'not_text'],
	['Name,City\n"Ada,Berlin\n', 'broken'],
])('refuses %j: %s', (text, code) => {
	let failure: unknown;
	try {
		readImportFile(bytes(text));
	} catch (error) {
		failure = error;
	}
	expect(failure).toBeInstanceOf(ImportFileError);
	expect((failure as ImportFileError).code).toBe(code);
});
