import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DemoError } from '#demo/errors.ts';
import { fillFolder } from '#demo/folder.ts';

let parent: string;
let out: string;

beforeEach(() => {
	parent = mkdtempSync(join(tmpdir(), 'kundig-folder-'));
	out = join(parent, 'company');
});

afterEach(() => rmSync(parent, { recursive: true, force: true }));

async function fill(folder: string): Promise<string> {
	// What is half written is not where it will be.
	expect(existsSync(out) && readdirSync(out).length > 0).toBe(false);
	writeFileSync(join(folder, 'file'), 'whole');
	return Promise.resolve('done');
}

test.each([
	['missing', () => undefined],
	['empty', () => mkdirSync(out)],
])('a folder that is %s appears whole and private', async (_, prepare) => {
	prepare();
	expect(await fillFolder(out, fill)).toBe('done');
	expect(readFileSync(join(out, 'file'), 'utf8')).toBe('whole');
	expect(statSync(out).mode & 0o777).toBe(0o700);
	expect(readdirSync(parent)).toEqual(['company']);
});

test('parents that are missing are made', async () => {
	out = join(parent, 'a', 'b');
	await fillFolder(out, fill);
	expect(readdirSync(out)).toEqual(['file']);
});

test('a folder that holds something is left alone', async () => {
	mkdirSync(out);
	writeFileSync(join(out, 'mine'), '');
	await expect(fillFolder(out, fill)).rejects.toThrow(
		new DemoError(`the folder is not empty: ${out} (expected one that is empty or missing)`),
	);
	expect(readdirSync(out)).toEqual(['mine']);
});

test('nothing is left when the filling fails', async () => {
	const failure = new Error('no space');
	const failing = fillFolder(out, (folder) => {
		writeFileSync(join(folder, 'half'), '');
		return Promise.reject(failure);
	});
	await expect(failing).rejects.toBe(failure);
	expect(readdirSync(parent)).toEqual([]);
});

test('what a killed writer of this folder left goes, what a living one writes and what is another’s stays', async () => {
	// Process ids end at 4,194,304 on Linux and at 99,999 on macOS; 1 always lives.
	for (const name of ['company.4999999.unfinished', 'company.1.unfinished', 'other.4999999.unfinished']) {
		mkdirSync(join(parent, name));
	}
	await fillFolder(out, fill);
	expect(readdirSync(parent).sort()).toEqual(['company', 'company.1.unfinished', 'other.4999999.unfinished']);
});
