import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const main = fileURLToPath(new URL('../../demo/main.ts', import.meta.url));
let parent: string;
let out: string;

beforeEach(() => {
	parent = mkdtempSync(join(tmpdir(), 'kundig-demo-main-'));
	out = join(parent, 'company');
});

afterEach(() => rmSync(parent, { recursive: true, force: true }));

function start(
	...args: readonly string[]
): ChildProcess & { stdout: NodeJS.ReadableStream; stderr: NodeJS.ReadableStream } {
	return spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
}

async function run(...args: readonly string[]): Promise<{ code: unknown; stdout: string; stderr: string }> {
	const child = start(...args);
	const ended = once(child, 'exit') as Promise<[code: number | null]>;
	const [[code], stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
	return { code, stdout, stderr };
}

describe('demo/main.ts', () => {
	test('writes a company, tells its progress on stderr and one document on stdout', async () => {
		const { code, stdout, stderr } = await run(
			...['--customers', '200', '--seed', '1', '--until', '2026-11-23', '--out', out, '--json'],
		);
		expect(code).toBe(0);
		expect(JSON.parse(stdout)).toMatchObject({ out, customers: 200 });
		const reports = stderr.trim().split('\n');
		expect(reports.map((line) => Object.keys(JSON.parse(line) as object))).toEqual(
			reports.map(() => ['done', 'total']),
		);
		expect(JSON.parse(reports.at(-1) ?? '')).toEqual({ done: 200, total: 200 });
		expect(readdirSync(parent)).toEqual(['company']);
	});

	test('writes until yesterday when nobody says until when, and says so in a sentence', async () => {
		const { code, stdout } = await run('--customers', '5', '--out', out);
		expect(code).toBe(0);
		expect(stdout).toMatch(/^5 customers, \d+ orders, \d+ order lines in .*company\n$/);
	});

	test.each([
		[['--out', 'x', '--customer', '5'], /'--customer'/],
		[['--customers', '5'], /--out DIR is missing/],
	])('%j is wrong usage', async (args, message) => {
		const { code, stdout, stderr } = await run(...args);
		expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
		expect(stderr).toMatch(message);
		expect(stderr).toContain('usage: node demo/main.ts --out DIR');
	});

	test.each([
		[['--customers', 'many'], 'invalid customers: NaN (expected a whole number from 1 to 8000000)\n'],
		[['--customers', '0'], 'invalid customers: 0 (expected a whole number from 1 to 8000000)\n'],
		[['--seed', '-1'], 'invalid seed: -1 (expected a whole number from 0 to 4294967295)\n'],
		[['--until', '2026-02-30'], 'invalid until: "2026-02-30" (expected a day such as 2026-01-31)\n'],
	])('%j fails in a sentence and leaves nothing', async (args, message) => {
		// An equals sign keeps parseArgs from taking -1 for a flag.
		const { code, stderr } = await run(`${args[0] ?? ''}=${args[1] ?? ''}`, '--out', out);
		expect({ code, stderr }).toEqual({ code: 1, stderr: message });
		expect(readdirSync(parent)).toEqual([]);
	});

	test('leaves nothing when it is told to stop', async () => {
		const child = start('--customers', '1000000', '--until', '2026-11-23', '--out', out);
		const stderr = text(child.stderr);
		await once(child.stderr, 'data');
		child.kill('SIGTERM');
		const [code] = (await once(child, 'exit')) as [number];
		expect(code).toBe(1);
		expect(await stderr).toContain('the demo company was not written: stopped by SIGTERM');
		expect(readdirSync(parent)).toEqual([]);
	});

	test('ends and leaves nothing when nobody reads its progress any more', async () => {
		const child = start('--customers', '1000000', '--until', '2026-11-23', '--out', out);
		await once(child.stderr, 'data');
		(child.stderr as unknown as { destroy(): void }).destroy();
		const [code] = (await once(child, 'exit')) as [number];
		expect(code).toBe(1);
		expect(readdirSync(parent)).toEqual([]);
	});
});
