import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadConfig } from '#pipeline/config.ts';
import { addToConfig, removeFromConfig, writeNewConfig } from '#pipeline/config-file/write-source.ts';

let folder: string;
let file: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'kundig-config-'));
	file = join(folder, 'kundig.config.ts');
});

afterEach(() => {
	rmSync(folder, { recursive: true });
});

const company = { name: 'Firn', currency: 'EUR', zone: 'Europe/Berlin' };
const comments = new Map<string, string>();

function source(name: string, more: object = {}): { name: string } {
	return {
		name,
		type: 'file',
		path: `${name}.csv`,
		columns: { id: 'text' },
		entities: { customers: { customer_id: 'id' } },
		...more,
	} as { name: string };
}

test('a new config is one that loads, and nothing else lies beside it', async () => {
	expect(await writeNewConfig(file, company, { source: source('a'), comments })).toMatchObject({
		file,
		isNew: true,
		isWritten: true,
		backup: null,
	});
	expect((await loadConfig(file)).config).toMatchObject({ company, sources: [{ name: 'a' }] });
	expect(readdirSync(folder)).toEqual(['kundig.config.ts']);
});

test('a source more keeps the old text beside it', async () => {
	await writeNewConfig(file, company, { source: source('a'), comments });
	const old = readFileSync(file, 'utf8');
	expect(await addToConfig(file, { source: source('b'), comments })).toMatchObject({
		isWritten: true,
		backup: `${file}.bak`,
	});
	expect((await loadConfig(file)).config.sources.map(({ name }) => name)).toEqual(['a', 'b']);
	expect(readFileSync(`${file}.bak`, 'utf8')).toBe(old);
	expect(readdirSync(folder).sort()).toEqual(['kundig.config.ts', 'kundig.config.ts.bak']);
});

test('what makes no config is not written, and the error names the file', async () => {
	await writeNewConfig(file, company, { source: source('a'), comments });
	const old = readFileSync(file, 'utf8');
	const wrong = source('b', { entities: { customers: { customer_id: 'nummer' } } });
	const failure = addToConfig(file, { source: wrong, comments });
	await expect(failure).rejects.toThrow(/kundig\.config\.ts: sources\.b\.entities\.customers\.customer_id/);
	expect(readFileSync(file, 'utf8')).toBe(old);
	expect(readdirSync(folder)).toEqual(['kundig.config.ts']);
});

test('where the list is not written out nothing is written, and the text to add is given', async () => {
	const text = `const all = ${JSON.stringify([source('a')])};\nexport default { company: ${JSON.stringify(company)}, sources: all };\n`;
	writeFileSync(file, text);
	const written = await addToConfig(file, { source: source('b'), comments });
	expect(written).toMatchObject({ isWritten: false, backup: null });
	expect(written.snippet).toMatch(/^\{\n\tname: 'b',/);
	expect(readFileSync(file, 'utf8')).toBe(text);
});

test('a list that is not the one of the config is left alone', async () => {
	const text = `const other = { sources: [] };\nexport default Object.assign({ company: ${JSON.stringify(company)} }, JSON.parse('{"sources":${JSON.stringify([source('a')])}}'), { asOf: other.sources.length === 0 ? 'data' : 'now' });\n`;
	writeFileSync(file, text);
	expect(await addToConfig(file, { source: source('b'), comments })).toMatchObject({ isWritten: false });
	expect(readFileSync(file, 'utf8')).toBe(text);
});

test('a source taken out keeps the old text beside it, and what is left is as it was before it was added', async () => {
	await writeNewConfig(file, company, { source: source('a'), comments });
	const before = readFileSync(file, 'utf8');
	await addToConfig(file, { source: source('b'), comments });
	const old = readFileSync(file, 'utf8');
	expect(await removeFromConfig(file, 'b')).toBe(true);
	expect(readFileSync(file, 'utf8')).toBe(before);
	expect(readFileSync(`${file}.bak`, 'utf8')).toBe(old);
	expect(readdirSync(folder).sort()).toEqual(['kundig.config.ts', 'kundig.config.ts.bak']);
});

test('a source that something else in the config names is not taken out, and the error names the file', async () => {
	const schedule = "schedule: [{ cron: '0 3 * * *', zone: 'UTC', sources: ['b'] }],";
	await writeNewConfig(file, company, { source: source('a'), comments });
	await addToConfig(file, { source: source('b'), comments });
	const text = readFileSync(file, 'utf8').replace('\tsources: [', `\t${schedule}\n\tsources: [`);
	writeFileSync(file, text);
	await expect(removeFromConfig(file, 'b')).rejects.toThrow(/kundig\.config\.ts: .*schedule.*b/);
	expect(readFileSync(file, 'utf8')).toBe(text);
});

test('a source that is not written out is not taken out', async () => {
	await writeNewConfig(file, company, { source: source('a'), comments });
	const own = JSON.stringify(source('b'));
	const text = `const own = ${own};\n${readFileSync(file, 'utf8').replace('sources: [', 'sources: [own,')}`;
	writeFileSync(file, text);
	expect(await removeFromConfig(file, 'b')).toBe(false);
	expect(readFileSync(file, 'utf8')).toBe(text);
});
