import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { DemoError } from './errors.ts';

const UNFINISHED = /\.(\d+)\.unfinished$/;

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (cause) {
		return cause instanceof Error && 'code' in cause && cause.code === 'EPERM';
	}
}

/** Removes what a writer of the same folder left behind that was killed. */
function removeLeftovers(folder: string): void {
	const parent = dirname(folder);
	for (const entry of readdirSync(parent)) {
		const pid = UNFINISHED.exec(entry)?.[1];
		const isOurs = pid !== undefined && entry === `${basename(folder)}.${pid}.unfinished`;
		if (isOurs && !isAlive(Number(pid))) rmSync(join(parent, entry), { recursive: true, force: true });
	}
}

/**
 * Fills a folder that appears whole or not at all: `fill` writes into a folder beside it, which is renamed at the end and
 * removed when anything goes wrong.
 * @throws DemoError when the folder holds something
 */
export async function fillFolder<Result>(out: string, fill: (folder: string) => Promise<Result>): Promise<Result> {
	const folder = resolve(out);
	if (existsSync(folder) && readdirSync(folder).length > 0) {
		throw new DemoError(`the folder is not empty: ${folder} (expected one that is empty or missing)`);
	}
	mkdirSync(dirname(folder), { recursive: true });
	removeLeftovers(folder);
	const unfinished = `${folder}.${process.pid}.unfinished`;
	mkdirSync(unfinished, { mode: 0o700 });
	try {
		const result = await fill(unfinished);
		// An empty folder gives way to the renamed one.
		await rename(unfinished, folder);
		return result;
	} catch (error) {
		rmSync(unfinished, { recursive: true, force: true });
		throw error;
	}
}
