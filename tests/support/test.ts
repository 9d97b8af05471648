/**
 * Every test, or one kind of them (`unit`, `integration`, `faults`, `browser`): makes what they need, runs them, and ends
 * with a line that counts them all.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from '#pipeline/app-build.ts';
import { findBrowser } from './find-browser.ts';
import { generate } from './generate.ts';
import { projectFolder } from './project.ts';

interface Counts {
	passed: number;
	failed: number;
	skipped: number;
}

interface VitestReport {
	readonly numPassedTests: number;
	readonly numFailedTests: number;
	readonly numPendingTests: number;
	readonly success: boolean;
}

interface PlaywrightReport {
	readonly stats: {
		readonly expected: number;
		readonly unexpected: number;
		readonly flaky: number;
		readonly skipped: number;
	};
}

const folder = mkdtempSync(join(tmpdir(), 'kundig-tests-'));
const counts: Counts = { passed: 0, failed: 0, skipped: 0 };

function run(tool: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): boolean {
	const result = spawnSync(join(projectFolder, 'node_modules', '.bin', tool), args, {
		cwd: projectFolder,
		stdio: ['ignore', 'inherit', 'inherit'],
		env: { ...process.env, ...env },
	});
	return result.status === 0;
}

/** Adds what a runner reports; one that ended without a report counts as a failure. */
function add(isOk: boolean, file: string, read: (text: string) => Counts): void {
	try {
		const { passed, failed, skipped } = read(readFileSync(file, 'utf8'));
		counts.passed += passed;
		counts.skipped += skipped;
		counts.failed += isOk ? failed : Math.max(failed, 1);
	} catch {
		counts.failed += 1;
	}
}

function vitest(project: string): void {
	const file = join(folder, `${project}.json`);
	const isOk = run('vitest', [
		'run',
		'--project',
		`${project}*`,
		'--reporter=dot',
		'--reporter=json',
		`--outputFile=${file}`,
	]);
	add(isOk, file, (text) => {
		const report = JSON.parse(text) as VitestReport;
		return { passed: report.numPassedTests, failed: report.numFailedTests, skipped: report.numPendingTests };
	});
}

function playwright(): void {
	const file = join(folder, 'browser.json');
	const isOk = run('playwright', ['test', '--reporter=line,json'], {
		PLAYWRIGHT_JSON_OUTPUT_NAME: file,
		KUNDIG_BROWSER: findBrowser(),
	});
	add(isOk, file, (text) => {
		const { stats } = JSON.parse(text) as PlaywrightReport;
		return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
	});
}

const KINDS: Readonly<Record<string, () => void>> = {
	unit: () => vitest('unit'),
	integration: () => vitest('integration'),
	faults: () => vitest('faults'),
	browser: playwright,
};

const chosen = process.argv.slice(2);
const kinds = chosen.length === 0 ? Object.keys(KINDS) : chosen;
try {
	await generate();
	await buildApp();
	for (const kind of kinds) {
		const began = performance.now();
		const runKind = KINDS[kind];
		if (!runKind) throw new Error(`unknown kind of test: "${kind}" (expected ${Object.keys(KINDS).join(', ')})`);
		runKind();
		console.log(`${kind}: ${((performance.now() - began) / 1000).toFixed(0)} s`);
	}
} finally {
	rmSync(folder, { recursive: true, force: true });
}
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed === 0 ? 0 : 1;
