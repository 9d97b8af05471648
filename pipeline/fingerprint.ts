import { createHash } from 'node:crypto';
import type { Connection } from '#warehouse/database.ts';
import { activeLoadIds } from '#warehouse/raw.ts';
import type { Mapped } from './map.ts';
import { codeVersion } from './score/code-version.ts';
import { transformFingerprint } from './transform.ts';

/** Goes up when a snapshot of the same rows and SQL comes to hold something else. */
const SNAPSHOT_LAYOUT = 1;

/**
 * A hash of all that a snapshot is made from: rows in raw, mapping, SQL, models, company, analysis date. A run that comes to the
 * hash of the current snapshot has nothing to build.
 */
export async function snapshotFingerprint(connection: Connection, mapped: Mapped, asOf: string): Promise<string> {
	const loads = await activeLoadIds(connection);
	const parts = [SNAPSHOT_LAYOUT, transformFingerprint(), codeVersion(), mapped.fingerprint, asOf, loads];
	return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
