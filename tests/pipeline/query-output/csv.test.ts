import { expect, test } from 'vitest';
import { csvRecords } from '#pipeline/query-output/csv.ts';

test('a record ends with CR and LF, and quotes only what needs it', () => {
	expect(csvRecords([['a', 1, true, '1.50']])).toBe('a,1,true,1.50\r\n');
	expect(csvRecords([['a,b', 'say "hi"', 'two\nlines', 'two\r\nlines']])).toBe(
		'"a,b","say ""hi""","two\nlines","two\r\nlines"\r\n',
	);
});

test('null and empty text stay apart', () => {
	expect(csvRecords([[null, '', null]])).toBe(',"",\r\n');
});

test('values are exact: what a spreadsheet would run is not changed', () => {
	expect(csvRecords([['=1+1', '+49', '-5', '@x', ' space ']])).toBe('=1+1,+49,-5,@x, space \r\n');
});

test('no rows are no text', () => {
	expect(csvRecords([])).toBe('');
});
