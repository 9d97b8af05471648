import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileFormat } from '../../../../pipeline/sources/file/file-format.ts';
import { readHeader } from '#pipeline/sources/file/header.ts';
import { countPlainRecords } from '#pipeline/sources/file/survey.ts';
import { orderSource } from '../../raw-folder.ts';

const format = fileFormat(orderSource());
let dir: string;

beforeAll(() => {
	dir = mkdtempSync(join(tmpdir(), 'kundig-survey-'));
});

afterAll(() => {
	rmSync(dir, { recursive: true });
});

async function count(text: string | Buffer): Promise<number | null> {
	const path = join(dir, 'f.csv');
	writeFileSync(path, text);
	const header = await readHeader(path, format, 'f.csv');
	if (header === null) throw new Error('no header');
	return countPlainRecords(path, header, format);
}

test('counts the records of plain text, the last one with or without a line break', async () => {
	expect(await count('a,b\n')).toBe(0);
	expect(await count('a,b\n1,2\n3,4\n')).toBe(2);
	expect(await count('a,b\n1,2\n3,4')).toBe(2);
	expect(await count('a,b\r\n1,"2 ""x"", y"\r\n"",\r\n')).toBe(2);
	expect(await count('\uFEFF"a, b",c\nü,€\n')).toBe(1);
});

test.each([
	['a quote inside an unquoted field', '1,x"y\n'],
	['text after a closing quote', '1,"x"y\n'],
	['a quote that does not close', '1,"x\n'],
	['a line break inside quotes', '1,"x\ny"\n'],
	['a CR', '1,x\r\n'],
	['a CR at the end', '1,x\n1,x\r'],
	['a NUL', '1,x\0\n'],
	['bytes that are not UTF-8', Buffer.from('1,\xe4\n', 'latin1')],
	['a character cut off at the end', Buffer.from('1,\xc3', 'latin1')],
	['a field too few', '1\n'],
	['a field too many', '1,2,3\n'],
	['a delimiter at the end of a line', '1,2,\n'],
	['a blank line', '1,2\n\n'],
])('%s is not plain', async (_, text) => {
	expect(await count(Buffer.concat([Buffer.from('a,b\n'), Buffer.from(text)]))).toBe(null);
});

test('a header of several lines, below blank lines, or of one column is not plain', async () => {
	expect(await count('"a\n1",b\n1,2\n')).toBe(null);
	expect(await count('\na,b\n1,2\n')).toBe(null);
	expect(await count('a\n1\n')).toBe(null);
});

test('sees the same wherever a chunk of 1 MiB ends', async () => {
	// 27 bytes a record, with a character of two bytes and a doubled quote; shifting moves what lies on the edges.
	const record = 'ü,"x ""y"" €, and so on"\n';
	const records = Math.ceil((2.2 * 2 ** 20) / Buffer.byteLength(record));
	for (let shift = 0; shift < 30; shift += 1) {
		expect(await count(`a,${'b'.repeat(shift + 1)}\n${record.repeat(records)}`)).toBe(records);
	}
	expect(await count(`a,b\n${record.repeat(records)}1,2,3\n`)).toBe(null);
});

test('counts every delimiter and line break in long stretches without quotes', async () => {
	const record = 'abcdefg,hijklmnopqrstu\n';
	for (const length of [1, 45_590, 91_181, 150_000]) expect(await count(`a,b\n${record.repeat(length)}`)).toBe(length);
});
