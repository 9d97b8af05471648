import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export type Cell = string | number | null;
export type Row = Readonly<Record<string, Cell>>;

/** Asks records.db of a company, by SQL and none of the project's own code. */
export function askRecords(folder: string, query: string): Row[] {
	const database = new DatabaseSync(join(folder, 'records.db'), { readOnly: true });
	try {
		return database.prepare(query).all() as Row[];
	} finally {
		database.close();
	}
}

/** Every row of every table that records are kept in, with its changes. */
export function dumpRecords(folder: string): Map<string, readonly Row[]> {
	const tables = askRecords(
		folder,
		`select name from sqlite_schema where type = 'table' and name not like 'sqlite%' and name not like 'kysely%'
			and name not like 'search%'`,
	);
	return new Map(tables.map(({ name }) => [String(name), askRecords(folder, `select * from ${name} order by rowid`)]));
}
