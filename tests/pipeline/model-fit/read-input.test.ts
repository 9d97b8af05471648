import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { ModelError } from '#models/model-error.ts';
import { SourceError } from '#pipeline/errors.ts';
import { readInput } from '#pipeline/model-fit/read-input.ts';
import { openMemory } from '#warehouse/database.ts';

const folder = mkdtempSync(join(tmpdir(), 'kundig-input-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, content: string | Buffer): string {
	const path = join(folder, name);
	writeFileSync(path, content);
	return path;
}

async function read(name: string, content: string | Buffer): Promise<Record<string, readonly (string | null)[]>> {
	const table = await readInput(write(name, content), () => true);
	return Object.fromEntries(table.columns);
}

describe('readInput', () => {
	it('reads cells as the file writes them, and blank ones as nothing', async () => {
		const cells = await read('plain.csv', 'id,x,text\n007,1.50,"a, ""b"""\n8, ,\n');
		expect(cells).toEqual({ id: ['007', '8'], x: ['1.50', null], text: ['a, "b"', null] });
	});

	it.each([
		['semicolons', 'a;b\n1;2\n'],
		['tabs', 'a\tb\n1\t2\n'],
		['bars', 'a|b\n1|2\n'],
		['a byte order mark', '\ufeffa,b\n1,2\n'],
		['Windows line ends and none at the end', 'a,b\r\n1,2'],
		['blank lines', 'a,b\n\n1,2\n\n'],
	])('reads %s', async (_, text) => {
		expect(await read('delimited.csv', text)).toEqual({ a: ['1'], b: ['2'] });
	});

	it('does not take a delimiter in quotes for one', async () => {
		expect(await read('quoted.csv', '"a;b;c",d\n1,2\n')).toEqual({ 'a;b;c': ['1'], d: ['2'] });
	});

	it('keeps the order of records that span lines', async () => {
		const lines = Array.from({ length: 5_000 }, (_, row) => `${row},"first\nsecond"`);
		const cells = await read('lines.csv', `n,text\n${lines.join('\n')}\n`);
		expect(cells.n?.every((cell, row) => cell === String(row))).toBe(true);
		expect(cells.text?.[4_999]).toBe('first\nsecond');
	});

	it('reads what is packed, and no column that is not wanted', async () => {
		const path = write('packed.csv.gz', gzipSync('a,b\n1,2\n'));
		const table = await readInput(path, (column) => column === 'b');
		expect(table).toEqual({
			name: 'packed.csv.gz',
			rows: 1,
			columnNames: ['a', 'b'],
			columns: new Map([['b', ['2']]]),
		});
	});

	it('reads Parquet as text, whatever its types', async () => {
		const path = join(folder, "it's.parquet");
		const database = await openMemory({ threads: 1, memoryLimit: '256MB' });
		const connection = await database.connect();
		await connection.run(
			`copy (select 1.50::decimal(9,2) as "a ""b""", date '2011-12-31' as day, null::double as gap, true as flag)
			to '${path.replace("'", "''")}' (format parquet)`,
		);
		database.close();
		const table = await readInput(path, () => true);
		expect(Object.fromEntries(table.columns)).toEqual({
			'a "b"': ['1.50'],
			day: ['2011-12-31'],
			gap: [null],
			flag: ['true'],
		});
	});

	const refused: readonly (readonly [string, string, string | Buffer, string])[] = [
		['a file cut off', 'cut.csv.gz', gzipSync('a,b\n1,2\n'.repeat(99)).subarray(0, -10), 'cut.csv.gz is cut off'],
		['what is not packed', 'not.csv.gz', 'a,b\n1,2\n', 'not.csv.gz is not gzip data'],
		['a record with fields too many', 'ragged.csv', 'a,b\n1,2\n1,2,3\n', 'ragged.csv, line 3:'],
		['a quote that never closes', 'open.csv', 'a,b\n1,2\n"1,2\n', 'open.csv'],
		['a column twice', 'twice.csv', 'a,a\n1,2\n', 'duplicate column "a"'],
		['a damaged Parquet file', 'bad.parquet', 'PAR1 and no more', 'bad.parquet is damaged'],
	];
	it.each(refused)('refuses %s', async (_, name, content, message) => {
		const reading = read(name, content);
		await expect(reading).rejects.toThrow(SourceError);
		await expect(reading).rejects.toThrow(message);
	});

	it('refuses a file without rows, and one without anything', async () => {
		await expect(read('header.csv', 'a,b\n')).rejects.toThrow('header.csv has no rows');
		await expect(read('empty.csv', '')).rejects.toThrow(ModelError);
	});

	it('refuses a folder and what is not there, and leaves nothing behind', async () => {
		const before = readdirSync(tmpdir()).filter((name) => name.startsWith('kundig-model-'));
		await expect(readInput(folder, () => true)).rejects.toThrow('is no file (expected CSV or Parquet)');
		await expect(readInput(join(folder, 'none.csv'), () => true)).rejects.toThrow('ENOENT');
		await expect(read('ragged.csv', 'a,b\n1\n')).rejects.toThrow(SourceError);
		expect(readdirSync(tmpdir()).filter((name) => name.startsWith('kundig-model-'))).toEqual(before);
	});
});
