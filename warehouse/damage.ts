/** What DuckDB says of a file that is not as it was written: a checksum does not match, or the file ends too early. */
const DAMAGE =
	/Corrupt (database|WAL) file|Could not read enough bytes|not a valid DuckDB database file|replaying WAL/i;

/** A snapshot that does not read as it was written. Nothing is lost with it: a run builds its figures anew. */
export class DamagedSnapshotError extends Error {
	readonly snapshotId: string;
	readonly hint =
		'it is set aside, and the one before is in use; run again: what it held is built anew from raw.duckdb';
	constructor(snapshotId: string, options?: ErrorOptions) {
		super(`the snapshot ${snapshotId} is damaged`, options);
		this.name = 'DamagedSnapshotError';
		this.snapshotId = snapshotId;
	}
}

/** Whether an error is DuckDB's word that a database file is damaged. */
export function isDamage(error: unknown): boolean {
	return error instanceof Error && DAMAGE.test(error.message);
}
