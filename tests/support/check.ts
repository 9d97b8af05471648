/** The static checks, one after the other: quiet when they pass, their whole output when they do not. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { generate } from './generate.ts';
import { projectFolder } from './project.ts';

const CHECKS: readonly (readonly [tool: string, ...args: string[]])[] = [
	['prettier', '--check', '--log-level', 'warn', '.'],
	['eslint', '.', '--max-warnings', '0'],
	['tsc', '--noEmit', '-p', '.'],
	['svelte-check', '--tsconfig', 'dashboard/tsconfig.json', '--output', 'human', '--fail-on-warnings'],
	[
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
	['knip'],
];

await generate();
let failed = 0;
for (const [tool, ...args] of CHECKS) {
	const began = performance.now();
	const run = spawnSync(join(projectFolder, 'node_modules', '.bin', tool), args, {
		cwd: projectFolder,
		encoding: 'utf8',
		maxBuffer: 64 * 1024 * 1024,
	});
	const seconds = ((performance.now() - began) / 1000).toFixed(1);
	if (run.status === 0) {
		console.log(`✔ ${tool} (${seconds} s)`);
	} else {
		failed += 1;
		console.log(`✘ ${tool} (${seconds} s)\n${run.stdout}${run.stderr}`);
	}
}
process.exitCode = failed === 0 ? 0 : 1;
