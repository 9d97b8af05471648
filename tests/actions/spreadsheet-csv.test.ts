import { expect, test } from 'vitest';
import { spreadsheetCsv } from '#actions/spreadsheet-csv.ts';

test('a table has its header, and quotes what a comma, a quote or a line break would tear apart', () => {
	expect(spreadsheetCsv(['name', 'city'], [])).toBe('name,city\r\n');
	expect(spreadsheetCsv(['name', 'city'], [['Berg, "Anna"', null]])).toBe('name,city\r\n"Berg, ""Anna""",\r\n');
});

test.each([
	['=1+1', "'=1+1"],
	['+SUM(A1)', "'+SUM(A1)"],
	['-2+3+cmd', "'-2+3+cmd"],
	['@import', "'@import"],
	['\tindented', "'\tindented"],
])('%j would be run as a formula, and is defused', (cell, expected) => {
	expect(spreadsheetCsv(['a'], [[cell]])).toBe(`a\r\n${expected}\r\n`);
});

test.each(['-12.50', '+49 341 123-45', '2026-11-24', 'plain'])('%j is no formula, and stays', (cell) => {
	expect(spreadsheetCsv(['a'], [[cell]])).toBe(`a\r\n${cell}\r\n`);
});
