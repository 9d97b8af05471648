import { BackupError } from '#actions/backup/backup-error.ts';
import { ModelError } from '#models/model-error.ts';
import { DamagedRecordsError } from '#records/database.ts';
import { LeaseHeldError } from '#records/lease.ts';
import { NewerRecordsError, OlderRecordsError } from '#records/migrations.ts';
import type { RunError } from '#records/runs.ts';
import { FencedError } from '#records/snapshots.ts';
import { DamagedSnapshotError } from '#warehouse/damage.ts';
import { RequestError } from '#warehouse/metrics/request-error.ts';
import { QueryError } from '#warehouse/query.ts';
import { DamagedRawError } from '#warehouse/raw-copy.ts';
import { NewerRawError } from '#warehouse/raw-schema.ts';
import { CheckError, ConfigError, PortInUseError, SourceError, StorageError, UsageError } from './errors.ts';
import { NoSnapshotError } from './read-snapshot.ts';

const DISK_FULL =
	/No space left on device|ENOSPC|File too large|EFBIG|EDQUOT|database or disk is full|disk I\/O error|Read-only file system|EROFS/i;

const FORBIDDEN = /EACCES|EPERM|permission denied/i;

function errorChain(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	return error.cause === undefined ? error.message : `${error.message}: ${errorChain(error.cause)}`;
}

/** Any failure in words: what kind, what happened, what to do. A run that was told to stop says so whatever it threw. */
export function describeFailure(error: unknown, isCancelled = false): RunError {
	if (isCancelled) {
		return { kind: 'cancelled', message: 'the run was cancelled', hint: 'what was loaded stays loaded; run again' };
	}
	const text = errorChain(error);
	if (DISK_FULL.test(text) && !(error instanceof StorageError)) {
		return {
			kind: 'storage',
			message: `the disk is full or cannot be written: ${text}`,
			hint: 'free some space and run again: nothing is lost, the last snapshot stays up',
		};
	}
	const message = error instanceof Error ? error.message : String(error);
	if (error instanceof ConfigError) return { kind: 'config', message, hint: error.hint };
	if (error instanceof SourceError) return { kind: 'source', message, hint: error.hint, isRetryable: error.retryable };
	if (error instanceof StorageError) return { kind: 'storage', message, hint: error.hint };
	if (error instanceof CheckError) return { kind: 'check', message, hint: error.hint };
	if (error instanceof UsageError) return { kind: 'usage', message, hint: error.hint };
	if (error instanceof ModelError) return { kind: 'model', message, hint: error.hint ?? '' };
	if (error instanceof LeaseHeldError) {
		return { kind: 'held', message, hint: 'stop that process, or name another folder with --data DIR' };
	}
	if (error instanceof FencedError) {
		return { kind: 'fenced', message, hint: 'the other process goes on; look at its runs with `kundig status`' };
	}
	if (error instanceof RequestError) return { kind: 'usage', message, hint: 'see `kundig metric ls`' };
	if (error instanceof PortInUseError) return { kind: 'port', message, hint: error.hint };
	if (error instanceof NoSnapshotError) return { kind: 'no_snapshot', message, hint: error.hint };
	if (error instanceof QueryError) {
		return {
			kind: 'query',
			message,
			hint: 'look at the names and the SQL; `kundig query "show tables"` lists relations',
		};
	}
	if (error instanceof NewerRecordsError) return { kind: 'newer_records', message, hint: error.hint };
	if (error instanceof NewerRawError) return { kind: 'newer_raw', message, hint: error.hint };
	if (error instanceof OlderRecordsError) return { kind: 'older_records', message, hint: error.hint };
	if (error instanceof DamagedRecordsError || error instanceof DamagedRawError) {
		return { kind: 'damaged', message, hint: error.hint };
	}
	if (error instanceof DamagedSnapshotError) return { kind: 'damaged_snapshot', message, hint: error.hint };
	if (error instanceof BackupError) return { kind: 'backup', message, hint: error.hint };
	if (FORBIDDEN.test(text)) {
		return { kind: 'storage', message: text, hint: 'give this user the right to read and write there' };
	}
	return { kind: 'internal', message, hint: 'run again with --verbose and report what it says' };
}
