import { availableParallelism } from 'node:os';
import { hasRecords, openRecords } from '#records/database.ts';
import { currentSnapshot, setSnapshotAside } from '#records/snapshots.ts';
import type { Snapshot } from '#records/snapshots.ts';
import { DamagedSnapshotError, isDamage } from '#warehouse/damage.ts';
import type { Connection } from '#warehouse/database.ts';
import { openHub } from '#warehouse/hub.ts';
import { isSnapshotWhole, snapshotsFolder } from '#warehouse/snapshot-files.ts';

/** There is nothing to read yet. */
export class NoSnapshotError extends Error {
	readonly hint = 'run `kundig run` first, with the same --data and --config';
	constructor(dataDir: string) {
		super(`no snapshot in ${dataDir} yet`);
		this.name = 'NoSnapshotError';
	}
}

/**
 * The snapshot in use. Reading needs no lease.
 * @throws NoSnapshotError
 */
export async function requireCurrentSnapshot(dataDir: string): Promise<Snapshot> {
	if (!hasRecords(dataDir)) throw new NoSnapshotError(dataDir);
	const records = await openRecords(dataDir);
	try {
		const snapshot = await currentSnapshot(records);
		if (!snapshot) throw new NoSnapshotError(dataDir);
		return snapshot;
	} finally {
		await records.destroy();
	}
}

/**
 * Does what reads a snapshot. One that turns out damaged is set aside, so that the one before is read next.
 * @throws DamagedSnapshotError
 */
export async function whileReading<Result>(dataDir: string, id: string, read: () => Promise<Result>): Promise<Result> {
	try {
		return await read();
	} catch (cause) {
		const isSuspected = cause instanceof DamagedSnapshotError || isDamage(cause);
		// Words alone prove nothing: SQL that people type may say them.
		if (!isSuspected || (await isSnapshotWhole(dataDir, id))) throw cause;
		const records = await openRecords(dataDir);
		await setSnapshotAside(records, id);
		await records.destroy();
		throw new DamagedSnapshotError(id, { cause });
	}
}

/**
 * Reads from the snapshot in use.
 * @throws NoSnapshotError, DamagedSnapshotError
 */
export async function readCurrentSnapshot<Result>(
	dataDir: string,
	use: (db: Connection, snapshot: Snapshot) => Promise<Result>,
): Promise<Result> {
	const snapshot = await requireCurrentSnapshot(dataDir);
	const hub = await openHub({
		snapshotsDir: snapshotsFolder(dataDir),
		threads: availableParallelism(),
		memoryLimit: '4GB',
	});
	try {
		return await whileReading(dataDir, snapshot.id, () => hub.read(snapshot.id, (db) => use(db, snapshot)));
	} finally {
		hub.close();
	}
}
