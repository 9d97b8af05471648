import { execFileSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { finished } from 'node:stream/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TarError, entryStream, readEntries, tarHeader, writeEntry, writeTarEnd } from '#actions/backup/tar.ts';
import type { FoundEntry } from '#actions/backup/tar.ts';

let folder: string;
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'kundig-tar-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const AT = new Date('2026-03-02T09:00:00Z');
const LONG = `config/${'folder '.repeat(20)}schema.ts`;

async function writeTar(name: string, files: Readonly<Record<string, string>>): Promise<string> {
	const path = join(folder, name);
	const target = createWriteStream(path);
	for (const [entry, text] of Object.entries(files)) {
		const content = Buffer.from(text);
		await writeEntry(target, { name: entry, bytes: content.length }, content, AT);
	}
	await writeTarEnd(target);
	target.end();
	await finished(target);
	return path;
}

async function entriesOf(path: string): Promise<FoundEntry[]> {
	const file = await open(path, 'r');
	try {
		return await Array.fromAsync(readEntries(file));
	} finally {
		await file.close();
	}
}

it('writes what the tar of the system lists and takes apart', async () => {
	const path = await writeTar('plain.tar', { 'manifest.json': '{}', [LONG]: 'x'.repeat(513), 'empty.txt': '' });
	const listed = execFileSync('tar', ['-tf', path], { encoding: 'utf8' });
	expect(listed.trimEnd().split('\n')).toEqual(['manifest.json', LONG, 'empty.txt']);
	expect(execFileSync('tar', ['-xOf', path, LONG], { encoding: 'utf8' })).toBe('x'.repeat(513));
});

it('keeps letters of any language in names', async () => {
	const path = await writeTar('letters.tar', { 'config/größe.ts': '', [`config/${'ä'.repeat(80)}.ts`]: 'x' });
	expect((await entriesOf(path)).map(({ name }) => name)).toEqual(['config/größe.ts', `config/${'ä'.repeat(80)}.ts`]);
});

it('reads what the tar of the system writes', async () => {
	writeFileSync(join(folder, 'a.txt'), 'first');
	writeFileSync(join(folder, 'b.txt'), 'y'.repeat(1024));
	const path = join(folder, 'system.tar');
	execFileSync('tar', ['--format=posix', '-cf', path, '-C', folder, 'a.txt', 'b.txt']);
	const entries = await entriesOf(path);
	expect(entries.map(({ name, bytes }) => [name, bytes])).toEqual([
		['a.txt', 5],
		['b.txt', 1024],
	]);
	const [first] = entries;
	const chunks = first === undefined ? [] : await Array.fromAsync(entryStream(path, first));
	expect(Buffer.concat(chunks).toString()).toBe('first');
});

it('keeps the length of a file beyond the eight gigabytes that a plain header holds', async () => {
	const bytes = 9 * 1024 ** 3;
	const path = join(folder, 'large.tar');
	const header = tarHeader({ name: 'raw.duckdb', bytes }, AT);
	writeFileSync(path, header);
	// A file with a hole: nothing of it lies on the disk.
	truncateSync(path, header.length + bytes + 1024);
	expect(await entriesOf(path)).toEqual([{ name: 'raw.duckdb', bytes, position: header.length }]);
	const listed = execFileSync('tar', ['-tvf', path], { encoding: 'utf8' });
	expect(listed).toContain(String(bytes));
});

it('says of an archive that is cut short, damaged or none what is the matter', async () => {
	const path = await writeTar('whole.tar', { 'a.txt': 'a', 'b.txt': 'b' });
	const whole = readFileSync(path);
	const read = (bytes: Buffer): Promise<FoundEntry[]> => {
		writeFileSync(join(folder, 'broken.tar'), bytes);
		return entriesOf(join(folder, 'broken.tar'));
	};
	await expect(read(whole.subarray(0, 1300))).rejects.toThrow(
		new TarError('the file ends at byte 1300, in the middle'),
	);
	const damaged = Buffer.from(whole);
	damaged.write('Z', 1024);
	await expect(read(damaged)).rejects.toThrow(new TarError('the header at byte 1024 is damaged'));
	await expect(read(Buffer.from('hello'.repeat(200)))).rejects.toThrow(new TarError('it is no tar archive'));
});

it('refuses a file that is not as long as it was said to be', async () => {
	const target = new PassThrough();
	await expect(writeEntry(target, { name: 'a', bytes: 5 }, Buffer.from('four'), AT)).rejects.toThrow(
		'a changed while it was written: 4 bytes instead of 5',
	);
});
