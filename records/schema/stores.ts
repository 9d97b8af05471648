export type BackupReason = 'command' | 'upgrade';

export interface StoreVersionTable {
	id: number;
	/** The same in raw.duckdb: files of two data folders do not belong together. */
	folder_id: string;
	app_version: string | null;
	engine: string | null;
	stamped_at: string | null;
}

export interface BackupsTable {
	backup_id: string;
	file: string;
	reason: BackupReason;
	pid: number;
	started_at: string;
	ended_at: string | null;
	/** When it had been restored on trial; null for what is no backup. */
	verified_at: string | null;
	bytes: number | null;
	sha256: string | null;
	error: string | null;
}

export interface StoresSchema {
	store_version: StoreVersionTable;
	backups: BackupsTable;
}
