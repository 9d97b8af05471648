import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

const PORT = Number(process.env.KUNDIG_BROWSER_PORT ?? 4617);
// The server and the tests, which are processes of their own, read it: two runs side by side do not meet.
process.env.KUNDIG_BROWSER_FOLDER ??= join(tmpdir(), `kundig-browser-${process.pid}`);

/** A walk over all pages, and tests with a Kundig of their own. */
const CHANGES_NOTHING = ['**/every-page.spec.ts', '**/sources.spec.ts'];

export default defineConfig({
	testDir: 'tests/browser',
	testMatch: '**/*.spec.ts',
	outputDir: 'test-results',
	// Tests that change what the shared Kundig has run one after the other; beside them run those that change nothing of it.
	workers: 2,
	fullyParallel: false,
	projects: [
		{ name: 'acts', testIgnore: CHANGES_NOTHING, workers: 1 },
		{ name: 'looks', testMatch: CHANGES_NOTHING, workers: 1 },
	],
	// A walk looks at eight pages with axe: minutes on a crowded machine.
	timeout: 240_000,
	expect: { timeout: 15_000 },
	forbidOnly: process.env.CI !== undefined,
	use: {
		baseURL: `http://127.0.0.1:${PORT}`,
		browserName: 'chromium',
		viewport: { width: 1440, height: 900 },
		locale: 'en-GB',
		trace: 'retain-on-failure',
		launchOptions: {
			...(process.env.KUNDIG_BROWSER === undefined ? {} : { executablePath: process.env.KUNDIG_BROWSER }),
			args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
		},
	},
	webServer: {
		command: `node tests/browser/serve.ts ${PORT}`,
		url: `http://127.0.0.1:${PORT}/data`,
		timeout: 120_000,
		reuseExistingServer: false,
		gracefulShutdown: { signal: 'SIGTERM', timeout: 10_000 },
		stdout: 'ignore',
		stderr: 'pipe',
	},
});
