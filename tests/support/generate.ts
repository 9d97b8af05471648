import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { compile } from '@inlang/paraglide-js';
import { paraglideOptions } from '../../paraglide.config.ts';
import { projectFolder } from './project.ts';

/** Makes what a fresh clone lacks and checkers and tests import: SvelteKit's types and the messages as code. */
export async function generate(): Promise<void> {
	await compile(paraglideOptions);
	const sync = spawnSync(join(projectFolder, 'node_modules', '.bin', 'svelte-kit'), ['sync'], {
		cwd: projectFolder,
		encoding: 'utf8',
	});
	if (sync.status !== 0) throw new Error(`svelte-kit sync failed:\n${sync.stdout}${sync.stderr}`);
}
