import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, backup } from 'node:sqlite';

/** All pages in one turn: a copy that lets go of the file in between begins anew whenever somebody writes. */
const ALL_PAGES = 2_147_483_647;

/** What a records.db holds, to compare a copy by. */
export interface RecordsContents {
	/** Rows by table; a search index and its parts are not counted. */
	readonly rows: Readonly<Record<string, number>>;
	/** SQLite's own word on the file: `ok`, or what is wrong. */
	readonly integrity: string;
	/** The number of the newest migration. */
	readonly schema: number;
	/** Of the data folder; null in a file from before it was kept. */
	readonly folderId: string | null;
	/** The version of SQLite here. */
	readonly engine: string;
}

/**
 * Copies records.db as it is at one instant, page by page, while others may write. The copy is a file of its own, closed,
 * for its owner alone.
 */
export async function copyRecords(dataDir: string, target: string): Promise<void> {
	const source = new DatabaseSync(join(dataDir, 'records.db'), { readOnly: true, timeout: 5000 });
	try {
		await backup(source, target, { rate: ALL_PAGES });
	} finally {
		source.close();
	}
	chmodSync(target, 0o600);
	// A log beside the file would be lost on the way: the copy carries everything itself.
	const copy = new DatabaseSync(target);
	copy.exec('pragma journal_mode = delete');
	copy.close();
}

/** Counts what a records.db holds that nobody has open, and lets SQLite check the file. */
export function recordsContents(path: string): RecordsContents {
	const database = new DatabaseSync(path, { readOnly: true });
	try {
		const tables = database
			.prepare(
				`select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' and name not like 'search\\_%\\_%'
					escape '\\' and sql not like 'create virtual%' order by name`,
			)
			.all()
			.map(({ name }) => String(name));
		const rows = Object.fromEntries(
			tables.map((name) => [name, Number(database.prepare(`select count(*) as n from "${name}"`).get()?.n)]),
		);
		const integrity = database.prepare('pragma integrity_check').all();
		return {
			rows,
			integrity: integrity.map((row) => String(row.integrity_check)).join('; '),
			schema: Number(database.prepare('select substr(max(name), 1, 4) as n from kysely_migration').get()?.n),
			folderId: tables.includes('store_version')
				? String(database.prepare('select folder_id from store_version').get()?.folder_id)
				: null,
			engine: String(database.prepare('select sqlite_version() as n').get()?.n),
		};
	} finally {
		database.close();
	}
}

/**
 * Takes out of a restored records.db what is not there: the snapshots, which the next run makes anew, and the backup that
 * was under way when it was copied, its own.
 */
export function forgetSnapshots(path: string): void {
	const database = new DatabaseSync(path);
	try {
		const hasBackups = database.prepare("select 1 from sqlite_schema where name = 'backups'").get() !== undefined;
		database.exec('begin immediate; delete from pointer; delete from snapshots');
		if (hasBackups) database.exec('delete from backups where ended_at is null');
		database.exec('commit');
	} finally {
		database.close();
	}
}

/**
 * Whether nobody has typed or loaded anything: a records.db that was made because some verb looked into an empty folder. A
 * file that cannot be read is not.
 */
export function isUntouched(path: string): boolean {
	try {
		const database = new DatabaseSync(path, { readOnly: true });
		try {
			const found = database
				.prepare(
					`select (select count(*) from changes where batch_id <> 'seed') + (select count(*) from runs)
						+ (select count(*) from snapshots) as n`,
				)
				.get();
			return found?.n === 0;
		} finally {
			database.close();
		}
	} catch {
		return false;
	}
}
