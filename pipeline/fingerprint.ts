import { createHash } from 'node:crypto';
import type { Connection } from '#warehouse/database.ts';
import { activeLoadIds } from '#warehouse/raw.ts';
import type { OwnDefinitions } from '#warehouse/own/own-definitions.ts';
import type { Mapped } from './map.ts';
import { codeVersion } from './score/code-version.ts';
import { transformFingerprint } from './transform.ts';

/** Goes up when a snapshot of the same rows and SQL comes to hold something else. */
const SNAPSHOT_LAYOUT = 1;

/**
 * A hash of all that a snapshot is made from and held against: rows in raw, mapping, SQL, models, company, analysis date,
 * somebody's own metrics and checks. A run that comes to the
 * hash of the current snapshot has nothing to build.
 */
export async function snapshotFingerprint(
	connection: Connection,
	mapped: Mapped,
	asOf: string,
	own: OwnDefinitions,
): Promise<string> {
	const loads = await activeLoadIds(connection);
	const added = [own.metrics, own.checks];
	const parts = [
		SNAPSHOT_LAYOUT,
		transformFingerprint(own.transforms),
		codeVersion(),
		mapped.fingerprint,
		asOf,
		loads,
		added,
	];
	return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
