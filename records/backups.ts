import { ulid } from 'ulid';
import type { Records } from './database.ts';
import type { BackupReason, BackupsTable } from './schema/stores.ts';

/** A backup that was tried or made. */
export interface Backup {
	readonly id: string;
	readonly file: string;
	readonly reason: BackupReason;
	readonly startedAt: string;
	/** When it had been restored on trial and compared: before that it is no backup. */
	readonly verifiedAt: string | null;
	readonly bytes: number | null;
	readonly error: string | null;
}

interface BackupBegin {
	readonly file: string;
	readonly reason: BackupReason;
	readonly startedAt: string;
}

interface BackupEnd {
	readonly endedAt: string;
	readonly bytes: number;
	readonly sha256: string;
}

function toBackup(row: BackupsTable): Backup {
	return {
		id: row.backup_id,
		file: row.file,
		reason: row.reason,
		startedAt: row.started_at,
		verifiedAt: row.verified_at,
		bytes: row.bytes,
		error: row.error,
	};
}

/** Notes that this process begins a backup. Gives its id. */
export async function beginBackup(records: Records, begin: BackupBegin): Promise<string> {
	const id = ulid();
	await records
		.insertInto('backups')
		.values({
			backup_id: id,
			file: begin.file,
			reason: begin.reason,
			pid: process.pid,
			started_at: begin.startedAt,
			ended_at: null,
			verified_at: null,
			bytes: null,
			sha256: null,
			error: null,
		})
		.execute();
	return id;
}

/** Notes a backup that has been verified. */
export async function endBackup(records: Records, id: string, end: BackupEnd): Promise<void> {
	await records
		.updateTable('backups')
		.set({ ended_at: end.endedAt, verified_at: end.endedAt, bytes: end.bytes, sha256: end.sha256, error: null })
		.where('backup_id', '=', id)
		.execute();
}

/** Notes a backup that did not become one. */
export async function failBackup(records: Records, id: string, endedAt: string, error: string): Promise<void> {
	await records.updateTable('backups').set({ ended_at: endedAt, error }).where('backup_id', '=', id).execute();
}

/** The newest backup that was verified, or null. */
export async function lastBackup(records: Records): Promise<Backup | null> {
	const row = await records
		.selectFrom('backups')
		.selectAll()
		.where('verified_at', 'is not', null)
		.orderBy('started_at', 'desc')
		.executeTakeFirst();
	return row ? toBackup(row) : null;
}

/** Whether a process of this machine lives. */
export function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}

/** The process that makes a backup now, or null: a run waits for it, for it reads raw.duckdb. */
export async function backupUnderWay(records: Records): Promise<number | null> {
	const rows = await records.selectFrom('backups').select('pid').where('ended_at', 'is', null).execute();
	return rows.find(({ pid }) => pid !== process.pid && isAlive(pid))?.pid ?? null;
}
