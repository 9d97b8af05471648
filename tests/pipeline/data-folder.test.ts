import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { clearLeftovers, removeTemporaryFolder, requireFreeSpace, temporaryFolder } from '#pipeline/data-folder.ts';
import { StorageError } from '#pipeline/errors.ts';
import { openRecords } from '#records/database.ts';
import { runById, startRun, wantRun } from '#records/runs.ts';

let dataDir: string;

beforeEach(() => {
	dataDir = mkdtempSync(join(tmpdir(), 'kundig-data-folder-'));
});

afterEach(() => {
	vi.unstubAllEnvs();
	rmSync(dataDir, { recursive: true, force: true });
});

it('gives each run a folder that goes with it', () => {
	const folder = temporaryFolder(dataDir, 'R1');
	expect(existsSync(folder)).toBe(true);
	removeTemporaryFolder(dataDir, 'R1');
	expect(existsSync(folder)).toBe(false);
	removeTemporaryFolder(dataDir, 'R1');
});

it('clears what a dead process left: its run, half-built snapshots, temporary files', async () => {
	const records = await openRecords(dataDir);
	const { runId } = await wantRun(records, { trigger: 'page' });
	await startRun(records, runId, 1);
	temporaryFolder(dataDir, runId);
	mkdirSync(join(dataDir, 'snapshots', 'S1.tmp'), { recursive: true });
	await clearLeftovers(records, dataDir);
	const left = await runById(records, runId);
	expect(left?.error?.kind).toBe('interrupted');
	// What was cut off is done again at once.
	expect(Date.parse(left?.retryAt ?? '')).toBeLessThanOrEqual(Date.now());
	expect(readdirSync(join(dataDir, 'snapshots'))).toEqual([]);
	expect(existsSync(join(dataDir, 'tmp'))).toBe(false);
	await records.destroy();
});

it('refuses to begin a run that the disk cannot hold, saying how much is missing', async () => {
	vi.stubEnv('KUNDIG_MIN_FREE_MB', '1');
	await expect(requireFreeSpace(dataDir)).resolves.toBeUndefined();
	vi.stubEnv('KUNDIG_MIN_FREE_MB', '999999999');
	const failure = await requireFreeSpace(dataDir).catch((error: unknown) => error);
	expect(failure).toBeInstanceOf(StorageError);
	expect((failure as StorageError).message).toMatch(
		/too little free space for a run: \d+ MB free, 999999999 MB needed/,
	);
});
