import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import { openRecords } from '#records/database.ts';
import type { Records } from '#records/database.ts';
import type { RecordsTable, RecordsTableName } from './tables.ts';

/** Rows of one table as one JSON text: a list of lists, each with the values of a row in the order of the columns. */
export interface RecordsPage {
	readonly table: RecordsTable;
	readonly json: string;
	readonly rows: number;
}

/** Ids of changed records by table, tables that are not read included. */
export type ChangedIds = ReadonlyMap<string, readonly string[]>;

const ROWS_PER_PAGE = 2_000;
const IDS_PER_PAGE = 500;

/**
 * Reads records.db as it stands at one instant, through a connection of its own: a read transaction that writers neither
 * see nor wait for. Keep it short, for the log of SQLite cannot be folded back meanwhile.
 */
export async function readAtOneInstant<Result>(
	dataDir: string,
	read: (records: Records) => Promise<Result>,
): Promise<Result> {
	const records = await openRecords(dataDir);
	try {
		return await records.connection().execute(async (connection) => {
			// Not `begin`: that takes the lock for writing (records/sqlite-dialect.ts).
			await sql`begin deferred`.execute(connection);
			try {
				return await read(connection);
			} finally {
				await sql`commit`.execute(connection);
			}
		});
	} finally {
		await records.destroy();
	}
}

/** The ids of the records that were changed after a sequence, each once, by table. */
export async function changedIds(records: Records, after: number): Promise<ChangedIds> {
	const found = await records
		.selectFrom('changes')
		.select(['table_name', 'record_id'])
		.distinct()
		.where('sequence', '>', after)
		.execute();
	const byTable = Map.groupBy(found, ({ table_name: table }) => table);
	return new Map([...byTable].map(([table, changes]) => [table, changes.map(({ record_id: id }) => id)]));
}

/** How many rows each table has, deleted ones included. */
export async function countRows(
	records: Records,
	tables: readonly RecordsTable[],
): Promise<ReadonlyMap<RecordsTableName, number>> {
	const counts = new Map<RecordsTableName, number>();
	for (const { name } of tables) {
		const { rows } = await sql<{ rows: number }>`select count(*) as rows from ${sql.table(name)}`.execute(records);
		counts.set(name, rows[0]?.rows ?? 0);
	}
	return counts;
}

function asJson(
	table: RecordsTable,
	rows: RawBuilder<unknown>,
): RawBuilder<{ json: string; rows: number; last: number }> {
	const columns = sql.join(table.columns.map(({ name }) => sql.ref(name)));
	return sql`select json_group_array(json_array(${columns})) as json, count(*) as rows, max(row_place) as last from (${rows})`;
}

/** Every row of a table, in pages. */
async function* wholeTable(records: Records, table: RecordsTable): AsyncGenerator<RecordsPage> {
	let last = 0;
	for (;;) {
		const rows = sql`select *, rowid as row_place from ${sql.table(table.name)}
			where rowid > ${last} order by rowid limit ${ROWS_PER_PAGE}`;
		const [page] = (await asJson(table, rows).execute(records)).rows;
		if (page === undefined || page.rows === 0) return;
		yield { table, json: page.json, rows: page.rows };
		last = page.last;
	}
}

/** The rows of these ids, in pages; ids that are not there (any more) are left out. */
async function* rowsOfIds(records: Records, table: RecordsTable, ids: readonly string[]): AsyncGenerator<RecordsPage> {
	for (let from = 0; from < ids.length; from += IDS_PER_PAGE) {
		const wanted = JSON.stringify(ids.slice(from, from + IDS_PER_PAGE));
		const rows = sql`select *, rowid as row_place from ${sql.table(table.name)}
			where ${sql.ref(table.key)} in (select value from json_each(${wanted}))`;
		const [page] = (await asJson(table, rows).execute(records)).rows;
		if (page !== undefined && page.rows > 0) yield { table, json: page.json, rows: page.rows };
	}
}

/** Pages of every table, whole or of changed records alone. */
export async function* readPages(
	records: Records,
	tables: readonly RecordsTable[],
	changed: ChangedIds | null,
): AsyncGenerator<RecordsPage> {
	for (const table of tables) {
		if (changed === null) yield* wholeTable(records, table);
		else yield* rowsOfIds(records, table, changed.get(table.name) ?? []);
	}
}
