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
