import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { KEY_COLUMNS } from './changes/tracked-tables.ts';
import { upgradeRecords } from './database.ts';
import type { Records } from './database.ts';

/** What a migration puts into the tracked tables is noted as one batch: nobody typed it. */
const SEED_BATCH = 'seed';
const TABLES = [...Object.keys(KEY_COLUMNS), 'changes'];

export interface Adoption {
	/** A records.db as another process left it, closed. */
	readonly file: string;
	/** A folder that is there for this alone; it is gone afterwards. */
	readonly workFolder: string;
	/** Called in the middle of the writing: tests end the process there. */
	readonly onWriting?: () => void;
}

/** Whether anybody has typed anything here. */
async function hasOwnChanges(records: Records): Promise<boolean> {
	const { rows } = await sql`select 1 from changes where batch_id <> ${SEED_BATCH} limit 1`.execute(records);
	return rows.length > 0;
}

async function columnsOf(records: Records, table: string): Promise<string[]> {
	const { rows } = await sql<{ name: string }>`select name from pragma_table_info(${table})`.execute(records);
	return rows.map(({ name }) => name);
}

/** Puts the attached records in the place of what migrations have put in, in one transaction, or nothing of it. */
async function replaceSeeds(records: Records, onWriting: () => void): Promise<boolean> {
	await sql`begin immediate`.execute(records);
	try {
		const isFree = !(await hasOwnChanges(records));
		if (isFree) {
			// Companies name their parents, leads the deals they became: whole they agree, row by row they need not.
			await sql`pragma defer_foreign_keys = on`.execute(records);
			for (const table of TABLES.toReversed()) await sql`delete from ${sql.table(table)}`.execute(records);
			for (const table of TABLES) {
				const columns = sql.join((await columnsOf(records, table)).map((column) => sql.ref(column)));
				await sql`insert into ${sql.table(table)} (${columns})
					select ${columns} from adopted.${sql.table(table)} order by rowid`.execute(records);
				if (table === 'deals') onWriting();
			}
		}
		await sql`commit`.execute(records);
		return isFree;
	} catch (error) {
		await sql`rollback`.execute(records);
		throw error;
	}
}

/**
 * Makes the records of another file one's own: its tracked tables and changes, sequences kept, in one transaction. Nothing
 * happens where anybody has typed anything already, or it was done before. The file stays as it is; one of an older version
 * is migrated on the way. Gives whether they were adopted.
 * @throws NewerRecordsError when a newer version has written the file
 * @throws Error when there is no such file; nothing is changed then
 */
export async function adoptRecords(records: Records, { file, workFolder, onWriting }: Adoption): Promise<boolean> {
	if (await hasOwnChanges(records)) return false;
	mkdirSync(workFolder, { recursive: true, mode: 0o700 });
	try {
		const copy = join(workFolder, 'records.db');
		copyFileSync(file, copy);
		await (await upgradeRecords(workFolder)).destroy();
		return await records.connection().execute(async (connection) => {
			await sql`attach ${copy} as adopted`.execute(connection);
			try {
				return await replaceSeeds(connection, onWriting ?? ((): void => undefined));
			} finally {
				await sql`detach adopted`.execute(connection);
			}
		});
	} finally {
		rmSync(workFolder, { recursive: true, force: true });
	}
}
