import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { act } from '#records/changes/act.ts';
import type { Author } from '#records/changes/act.ts';
import { openRecords } from '#records/database.ts';
import type { Records, RecordsTransaction } from '#records/database.ts';

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

export type Do = <Result>(
	work: (transaction: RecordsTransaction, author: Author) => Promise<Result>,
	at?: string,
) => Promise<Result>;

/** The instant at which acts of tests happen, unless they say. */
export const AT = '2026-03-02T09:00:00.000Z';

/** Acts of the local user on records, each in a transaction and a batch of its own. */
export function acting(records: Records): Do {
	return async (work, at = AT) => (await act(records, 'local', work, { at })).result;
}
