import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';
import { projectFolder } from './project.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

function onPath(): string | null {
	for (const folder of (process.env.PATH ?? '').split(delimiter)) {
		for (const name of NAMES) {
			const file = join(folder, name);
			try {
				accessSync(file, constants.X_OK);
				return file;
			} catch {
				// Not here.
			}
		}
	}
	return null;
}

function playwrightsOwn(): string | null {
	const file = chromium.executablePath();
	return existsSync(file) ? file : null;
}

function download(): string | null {
	const playwright = join(projectFolder, 'node_modules', '.bin', 'playwright');
	spawnSync(playwright, ['install', 'chromium'], { stdio: 'ignore', timeout: 300_000 });
	return playwrightsOwn();
}

function isDebian(): boolean {
	return (
		existsSync('/etc/os-release') && /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8'))
	);
}

function fromDistribution(): string | null {
	if (process.getuid?.() !== 0 || !isDebian() || process.env.KUNDIG_NO_APT === '1') return null;
	console.log('No browser found: installing the distribution’s chromium (KUNDIG_NO_APT=1 forbids it)');
	const options = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } } as const;
	spawnSync('apt-get', ['update'], options);
	spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], options);
	return onPath();
}

/**
 * A browser for the tests: one that is there, else Playwright's own download, else the distribution's package.
 * @throws Error with the one line to type
 */
export function findBrowser(): string {
	const found = onPath() ?? playwrightsOwn() ?? download() ?? fromDistribution();
	if (found === null) throw new Error('no browser for the tests; type: npx playwright install --with-deps chromium');
	return found;
}
