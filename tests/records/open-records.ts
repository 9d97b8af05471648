import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openRecords } from '#records/database.ts';
import type { Records } from '#records/database.ts';

/** Records in a folder of their own, which go with the test. */
export async function openTestRecords(): Promise<{ readonly records: Records; readonly dataDir: string }> {
	const dataDir = mkdtempSync(join(tmpdir(), 'kundig-records-'));
	const records = await openRecords(dataDir);
	onTestFinished(async () => {
		await records.destroy();
		rmSync(dataDir, { recursive: true, force: true });
	});
	return { records, dataDir };
}
