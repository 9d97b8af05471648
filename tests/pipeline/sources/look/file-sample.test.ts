import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { foundFile, sampleText } from '#pipeline/sources/look/file-sample.ts';
import type { SampleSize } from '#pipeline/sources/look/file-sample.ts';
import { lookFolder } from './look-folder.ts';

async function sample(
	content: string | Uint8Array,
	size: Partial<SampleSize>,
	name = 'x.csv',
	width: 1 | 2 = 1,
): Promise<{ text: string; isWhole: boolean }> {
	const folder = lookFolder();
	const path = join(folder, name);
	writeFileSync(path, content);
	const marks = { quote: '"', width } as const;
	const { file, isWhole } = await sampleText(
		await foundFile(path),
		{ bytes: 1_000_000, records: 1_000, ...size },
		folder,
		marks,
	);
	return { text: readFileSync(file.path, width === 2 ? 'utf16le' : 'utf8'), isWhole };
}

test('a small file is its own sample', async () => {
	for (const text of ['a\n1\n2\n', 'a\n1\n2', 'a\r\n1\r\n2\r\n'])
		expect(await sample(text, { records: 2 })).toEqual({ text, isWhole: true });
});

test('a sample has the header and as many records', async () => {
	expect(await sample('a\n1\n2\n3\n', { records: 2 })).toEqual({ text: 'a\n1\n2\n', isWhole: false });
	expect(await sample('a\n1\n2\n3', { records: 2 })).toEqual({ text: 'a\n1\n2\n', isWhole: false });
});

test('a line break within quotes ends no record', async () => {
	expect(await sample('a,b\n"1\n2",x\n3,y\n', { records: 1 })).toEqual({ text: 'a,b\n"1\n2",x\n', isWhole: false });
});

test('bytes that end within a record leave it out', async () => {
	expect(await sample('a\n11\n22\n33\n', { bytes: 7 })).toEqual({ text: 'a\n11\n', isWhole: false });
});

test('a packed file is unpacked as far as it is wanted', async () => {
	expect(await sample(gzipSync('a\n1\n2\n3\n'), { records: 1 }, 'x.csv.gz')).toEqual({
		text: 'a\n1\n',
		isWhole: false,
	});
});

test('lines of UTF-16 are cut between characters', async () => {
	const text = await sample(Buffer.from('a\n1\n2\n', 'utf16le'), { records: 1 }, 'x.csv', 2);
	expect(text).toEqual({ text: 'a\n1\n', isWhole: false });
});
