import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './project.ts';

const SOURCES = [
	'dashboard/src/**/*.{ts,svelte,css,html}',
	'dashboard/static/**/*',
	'dashboard/messages/**/*.json',
	'project.inlang/settings.json',
	'svelte.config.js',
	'vite.config.ts',
	'package-lock.json',
];
const STAMP = join(projectFolder, 'build', 'sources.sha256');

/** A hash of everything the app is built from; generated files are left out. */
function sourcesHash(): string {
	const hash = createHash('sha256');
	const files = globSync(SOURCES, {
		cwd: projectFolder,
		exclude: ['dashboard/src/lib/paraglide/**'],
		withFileTypes: true,
	})
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name))
		.sort();
	for (const file of files) hash.update(file.slice(projectFolder.length)).update('\0').update(readFileSync(file));
	return hash.digest('hex');
}

/** Whether the built app is the one that its sources make. */
export function isAppBuilt(): boolean {
	return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === sourcesHash();
}

/**
 * Builds the app with Vite in a process of its own; nothing happens when its sources have not changed since.
 * @throws Error with the end of Vite's output when the build fails
 */
export async function buildApp(signal?: AbortSignal): Promise<void> {
	if (isAppBuilt()) return;
	const hash = sourcesHash();
	const vite = join(projectFolder, 'node_modules', 'vite', 'bin', 'vite.js');
	await new Promise<void>((resolve, reject) => {
		const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
			cwd: projectFolder,
			stdio: ['ignore', 'pipe', 'pipe'],
			env: { ...process.env, NODE_ENV: 'production' },
			...(signal === undefined ? {} : { signal }),
		});
		let output = '';
		const keep = (chunk: Buffer): void => {
			output = (output + chunk.toString()).slice(-4_000);
		};
		child.stdout.on('data', keep);
		child.stderr.on('data', keep);
		child.on('error', reject);
		child.on('close', (code) => {
			if (code === 0) resolve();
			else reject(new Error(`the app could not be built (vite ended with ${code}):\n${output}`));
		});
	});
	writeFileSync(STAMP, hash);
}
