import type { Records } from '#records/database.ts';
import { listSnapshots, setSnapshotAside } from '#records/snapshots.ts';
import { DamagedSnapshotError, isDamage } from '#warehouse/damage.ts';
import { DamagedRawError, rawFile } from '#warehouse/raw-copy.ts';
import { isSnapshotWhole } from '#warehouse/snapshot-files.ts';
import { SourceError } from './errors.ts';

/**
 * What an error of a run means where a file turned out damaged; DuckDB does not say which. Is it the last snapshot, which
 * the run was taking over from, that one is set aside; otherwise it is raw.duckdb. Any other error is given back as it is.
 * Call it once the run has let go of its files.
 */
export async function blameDamage(records: Records, dataDir: string, error: unknown): Promise<unknown> {
	if (!isDamage(error) || error instanceof SourceError || error instanceof DamagedRawError) return error;
	try {
		const [newest] = await listSnapshots(records);
		if (newest === undefined || (await isSnapshotWhole(dataDir, newest.id))) {
			return new DamagedRawError(rawFile(dataDir), 'is damaged', { cause: error });
		}
		await setSnapshotAside(records, newest.id);
		return new DamagedSnapshotError(newest.id, { cause: error });
	} catch {
		// Looking failed, too, for instance on a full disk: what was known before is said.
		return error;
	}
}
