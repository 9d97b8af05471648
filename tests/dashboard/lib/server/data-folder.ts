import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { records } from '../../../../dashboard/src/lib/server/records.ts';
import type { Records } from '#records/database.ts';

/** A data folder of the test file's own, with its records opened as the server opens them. */
export function ownRecords(): Promise<Records> {
	process.env.KUNDIG_DATA ??= mkdtempSync(join(tmpdir(), 'kundig-dashboard-'));
	return records();
}
