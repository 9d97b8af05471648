import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createCsv } from '#demo/csv-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'kundig-csv-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('quotes cells that need it, and counts rows and bytes', async () => {
	const csv = createCsv(folder, 'quoted.csv', ['a', 'b']);
	csv.write(['plain', 1]);
	csv.write(['Mug, "Moor"', 'two\nlines']);
	csv.writeText('as,it is');
	const summary = await csv.close();
	const text = readFileSync(join(folder, 'quoted.csv'), 'utf8');
	expect(text).toBe('a,b\nplain,1\n"Mug, ""Moor""","two\nlines"\nas,it is\n');
	expect(summary).toEqual({ file: 'quoted.csv', rows: 3, bytes: Buffer.byteLength(text) });
});

test('loses nothing when it drains on the way', async () => {
	const csv = createCsv(folder, 'long.csv', ['n']);
	const numbers = Array.from({ length: 100_000 }, (_, index) => String(index));
	for (const number of numbers) {
		csv.writeText(number);
		await csv.drain();
	}
	const { rows } = await csv.close();
	expect(rows).toBe(numbers.length);
	expect(readFileSync(join(folder, 'long.csv'), 'utf8')).toBe(`n\n${numbers.join('\n')}\n`);
});

test('a file that cannot be written is an error', async () => {
	const csv = createCsv(join(folder, 'missing'), 'no.csv', ['n']);
	csv.writeText('1');
	await expect(csv.close()).rejects.toThrow(/ENOENT/);
});

test('a file that is abandoned, opened or not, is not written to again', async () => {
	for (let round = 0; round < 50; round += 1) {
		const inside = mkdtempSync(join(folder, 'abandoned-'));
		const files = ['a.csv', 'b.csv', 'c.csv', 'd.csv'].map((name) => createCsv(inside, name, ['n']));
		if (round % 2 === 1) await new Promise((resolve) => setImmediate(resolve));
		await Promise.all(files.map((file) => file.abandon()));
		rmSync(inside, { recursive: true });
		await Promise.all(files.map((file) => file.abandon()));
		expect(existsSync(inside)).toBe(false);
	}
});
