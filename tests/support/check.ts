/** The static checks, as many at once as there are processors: quiet when they pass, their whole output when they do not. */
import { execFile } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { generate } from './generate.ts';
import { projectFolder } from './project.ts';

type Check = readonly [name: string, tool: string, ...args: string[]];

/** The longest first. Components are linted apart: each has to be typed anew, which takes as long as all other files. */
const CHECKS: readonly Check[] = [
	['eslint', 'eslint', '.', '--ignore-pattern', '**/*.svelte', '--max-warnings', '0'],
	['eslint of components', 'eslint', 'dashboard/**/*.svelte', '--max-warnings', '0'],
	['svelte-check', 'svelte-check', '--tsconfig', 'dashboard/tsconfig.json', '--output', 'human', '--fail-on-warnings'],
	['tsc', 'tsc', '--noEmit', '-p', '.'],
	[
		'depcruise',
		'depcruise',
		'--config',
		'.dependency-cruiser.js',
		'pipeline',
		'actions',
		'warehouse',
		'records',
		'models',
		'demo',
		'examples',
		'dashboard/src',
		'dashboard/server.ts',
	],
	['prettier', 'prettier', '--check', '--log-level', 'warn', '.'],
	['knip', 'knip'],
];

let failed = 0;

/** Runs a check to its end and says what came of it. */
function run([name, tool, ...args]: Check): Promise<void> {
	const began = performance.now();
	const options = { cwd: projectFolder, maxBuffer: 64 * 1024 * 1024 };
	return new Promise((resolve) => {
		execFile(join(projectFolder, 'node_modules', '.bin', tool), args, options, (error, stdout, stderr) => {
			const seconds = ((performance.now() - began) / 1000).toFixed(1);
			if (error === null) console.log(`✔ ${name} (${seconds} s)`);
			else {
				failed += 1;
				console.log(`✘ ${name} (${seconds} s)\n${stdout}${stderr}`);
			}
			resolve();
		});
	});
}

await generate();
const waiting = CHECKS.values();
const lanes = Array.from({ length: availableParallelism() }, async () => {
	for (const check of waiting) await run(check);
});
await Promise.all(lanes);
process.exitCode = failed === 0 ? 0 : 1;
