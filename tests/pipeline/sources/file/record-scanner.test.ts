import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fileFormat } from '../../../../pipeline/sources/file/file-format.ts';
import type { Header } from '#pipeline/sources/file/header.ts';
import { RecordScanner } from '#pipeline/sources/file/record-scanner.ts';
import { orderSource } from '../../raw-folder.ts';

const format = fileFormat(orderSource());
const twoColumns: Header = { names: ['a', 'b'], end: 0, nextLine: 2, newline: '\n' };

/** What a scanner makes of text that comes in pieces: records and broken ones as text by line, or its error. */
function scan(pieces: readonly Buffer[], header: Header = twoColumns): string[] {
	const events: string[] = [];
	const scanner = new RecordScanner(header, format, 'f.csv', {
		record: (bytes, line) => events.push(`${line} ${bytes.toString('latin1')}`),
		broken: ({ line, bytes, reason }) =>
			events.push(
				`${line} ${reason} ${bytes.subarray(0, 20).toString('latin1')} (${bytes.length > 1e6 ? 'long' : bytes.length})`,
			),
	});
	try {
		for (const piece of pieces) scanner.push(piece);
		scanner.finish();
		events.push(`${scanner.records} records, ${scanner.blankLines} blank`);
	} catch (error) {
		events.push(error instanceof Error ? error.message : 'no error');
	}
	return events;
}

const whole = (text: string, header?: Header): string[] => scan([Buffer.from(text, 'latin1')], header);

test('cuts records at line breaks outside quotes and counts the lines of each', () => {
	expect(whole('1,x\n2,"y\nz"\n\n3,""\n')).toEqual(['2 1,x', '3 2,"y\nz"', '6 3,""', '3 records, 1 blank']);
});

test('a last record needs no line break', () => {
	expect(whole('1,x\n2,y')).toEqual(['2 1,x', '3 2,y', '2 records, 0 blank']);
	expect(whole('1,x\n2,"y"')).toEqual(['2 1,x', '3 2,"y"', '2 records, 0 blank']);
});

test('a record that breaks a rule is set aside up to the end of its line, and reading goes on there', () => {
	expect(whole('1,x"\n2,"y" z\n3,"a\n4,b\n5,"c"\n6,d\n7\n')).toEqual([
		'2 unparseable_record 1,x" (4)',
		'3 unparseable_record 2,"y" z (7)',
		'4 unparseable_record 3,"a (4)',
		'5 4,b',
		'6 5,"c"',
		'7 6,d',
		'8 wrong_column_count 7 (1)',
		'7 records, 0 blank',
	]);
});

test('text that ends inside quotes or inside a record is an error that names the line', () => {
	expect(whole('1,x\n2,"y\n3,z\n')).toEqual(['2 1,x', 'f.csv: the quote opened on line 3 never closes']);
	expect(whole('1,"a\nb"\n2')).toEqual(['2 1,"a\nb"', 'f.csv ends in the middle of line 4: 1 of 2 fields']);
});

test('a line break of another kind is an error that names its line, also inside a broken record', () => {
	const crLf: Header = { ...twoColumns, newline: '\r\n' };
	expect(whole('1,x\r\n2,y\n', crLf)).toEqual(['2 1,x', 'f.csv: line 3 ends with LF, the lines before it with CR LF']);
	expect(whole('1,x"\n2,y\r\n', crLf)).toEqual(['f.csv: line 2 ends with LF, the lines before it with CR LF']);
	expect(whole('1,"x\ry"\r\n2,"\n"\r\n', crLf)).toEqual(['2 1,"x\ry"', '4 2,"\n"', '2 records, 0 blank']);
});

test('passes over a line that is too long, wherever the pieces are cut, and keeps counting', () => {
	const crLf: Header = { ...twoColumns, newline: '\r\n' };
	const bytes = Buffer.from(`1,x\r\n2,${'y'.repeat(2_500_000)}\r\n3,z\r\n`);
	const events = ['2 1,x', '3 size_limit 2,yyyyyyyyyyyyyyyyyy (long)', '4 3,z', '3 records, 0 blank'];
	const end = bytes.length - 6;
	for (const cut of [1_200_000, end - 1, end, end + 1]) {
		expect(scan([bytes.subarray(0, cut), bytes.subarray(cut)], crLf)).toEqual(events);
	}
	const stray = Buffer.from(`1,x\r\n2,y"${'y'.repeat(2_500_000)}\r\n3,z\r\n`);
	expect(scan([stray.subarray(0, 500_000), stray.subarray(500_000)], crLf)).toHaveLength(4);
	expect(scan([bytes.subarray(0, 1_500_000)], crLf).at(-1)).toBe('2 records, 0 blank');
});

test('reads the same whatever pieces the text comes in', () => {
	const piece = fc.constantFrom(
		'1',
		',',
		',',
		'"',
		'"',
		'""',
		'\n',
		'\n',
		'\r\n',
		'ä',
		'\0',
		'\xe4',
		'1,x\n',
		'2,"y"\n',
	);
	fc.assert(
		fc.property(
			fc.array(piece, { maxLength: 40 }),
			fc.array(fc.nat({ max: 60 }), { maxLength: 12 }),
			fc.constantFrom('\n' as const, '\r\n' as const, '\r' as const),
			(parts, cuts, newline) => {
				const bytes = Buffer.from(parts.join('').replaceAll('\n', newline), 'latin1');
				const edges = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
				const pieces = edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));
				const header = { ...twoColumns, newline };
				expect(scan(pieces, header)).toEqual(scan([bytes], header));
			},
		),
		{ numRuns: 3000 },
	);
});
