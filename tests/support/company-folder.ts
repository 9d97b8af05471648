import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'vitest';

/** A folder for a whole test file; the caller removes it. */
export function makeFolder(): string {
	return mkdtempSync(join(tmpdir(), 'kundig-faults-'));
}

export function removeFolder(folder: string): void {
	rmSync(folder, { recursive: true, force: true });
}

/** A folder for one test. It goes with the test, unless that fails: then it stays and the failure says where. */
export function testFolder(test: TestContext): string {
	const folder = makeFolder();
	let isKept = false;
	test.onTestFailed(() => {
		isKept = true;
		console.error(`the working folder is kept: ${folder}`);
	});
	test.onTestFinished(() => {
		if (!isKept) removeFolder(folder);
	});
	return folder;
}

/** A data folder for one test: empty, or the copy of one that no process has open. */
export function dataFolder(test: TestContext, copyOf: string | null = null): string {
	const folder = join(testFolder(test), 'data');
	if (copyOf !== null) cpSync(copyOf, folder, { recursive: true, preserveTimestamps: true });
	return folder;
}
