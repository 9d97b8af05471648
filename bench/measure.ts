import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const projectFolder = fileURLToPath(new URL('..', import.meta.url));

/** The value that a share of the values does not exceed, by nearest rank. */
export function quantile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** Works in a folder that is gone afterwards. */
export async function inFolder<Result>(work: (folder: string) => Promise<Result> | Result): Promise<Result> {
	const folder = mkdtempSync(join(tmpdir(), 'kundig-bench-'));
	try {
		return await work(folder);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/**
 * Runs a verb of the command line and gives its JSON with the whole process's seconds.
 * @throws Error with what it said when it fails
 */
export function kundig(args: readonly string[]): { readonly answer: unknown; readonly seconds: number } {
	const began = performance.now();
	const run = spawnSync(process.execPath, [join(projectFolder, 'pipeline', 'kundig.js'), ...args, '--json'], {
		cwd: projectFolder,
		encoding: 'utf8',
		maxBuffer: 64 * 1024 * 1024,
	});
	if (run.status !== 0) throw new Error(`kundig ${args.join(' ')} failed: ${run.stderr}`);
	return { answer: JSON.parse(run.stdout), seconds: (performance.now() - began) / 1000 };
}

/** Processor seconds of this process so far, all its threads together. */
export function processorSeconds(): number {
	const { user, system } = process.cpuUsage();
	return (user + system) / 1e6;
}

/**
 * Runs a script of this folder as a process of its own with an order, and gives what it answers, so that neither memory nor
 * processor time of one measurement is in another.
 * @throws Error with what it said when it fails
 */
export function measureApart(script: string, order: unknown): unknown {
	const path = join(projectFolder, 'bench', script);
	const run = spawnSync(process.execPath, [path, JSON.stringify(order)], {
		cwd: projectFolder,
		encoding: 'utf8',
		maxBuffer: 64 * 1024 * 1024,
	});
	if (run.status !== 0) throw new Error(`${script} failed: ${run.stderr}`);
	return JSON.parse(run.stdout);
}

/** The folder that holds the example's file, or null where it lies nowhere. */
export function examplesFolder(): string | null {
	const places = [
		process.env.KUNDIG_EXAMPLES,
		join(projectFolder, 'examples', 'data'),
		join(projectFolder, '..', 'shared', 'data'),
	];
	const found = places.find(
		(place) => place !== undefined && existsSync(join(place, 'online-retail', 'online_retail.csv.gz')),
	);
	return found === undefined ? null : resolve(found);
}

export const onlineRetailConfig = join(projectFolder, 'examples', 'online-retail', 'kundig.config.ts');
export const serverFile = join(projectFolder, 'dashboard', 'server.ts');
