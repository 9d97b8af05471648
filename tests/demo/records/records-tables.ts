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
		`select name, case wr when 0 then 'rowid' else '1' end as place from pragma_table_list
		where schema = 'main' and type = 'table'
			and name not like 'sqlite%' and name not like 'kysely%' and name not like 'search%'
			-- Each data folder has an id of its own.
			and name <> 'store_version'`,
	);
	return new Map(
		tables.map(({ name, place }) => [
			String(name),
			askRecords(folder, `select * from ${String(name)} order by ${String(place)}`),
		]),
	);
}
